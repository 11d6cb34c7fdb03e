"""The kernels: arrays in, arrays out. They know neither networkx nor scenarios."""
