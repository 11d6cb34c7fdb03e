"""Controls that change the plan."""
