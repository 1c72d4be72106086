"""The sentences in which explanations are told, one table a language."""
