"""Reading and writing files: tables, YAML documents and arrays."""
