"""Mutation of policies: small mistakes made on purpose, to see whether the cases notice them."""
