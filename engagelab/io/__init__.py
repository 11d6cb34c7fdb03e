"""Files in and out: tables, YAML and arrays, written whole or not at all."""
