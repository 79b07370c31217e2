"""The site of the documentation: its pages gathered from the checkout, built, and checked."""
