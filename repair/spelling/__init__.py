"""The dictionaries, error channel and language model behind repairs of damaged words."""
