"""Controls that change the plan: sliders, presets, the toolbar."""
