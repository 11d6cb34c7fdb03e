"""The compiled kernels: arrays in, arrays out, independent of networkx and of scenarios."""
