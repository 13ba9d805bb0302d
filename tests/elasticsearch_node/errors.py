"""The one error of this launcher: a sentence for the person who started the node."""


class NodeError(Exception):
    """The node cannot be had; the message says why and, where there is one, the remedy."""
