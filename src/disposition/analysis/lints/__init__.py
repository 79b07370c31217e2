"""Warnings that are proved of every lot: what is never or always so, and what adds nothing."""
