"""Commands of otmatch, one module for what they are about."""
