"""How a lot is divided, and what is known of each part as a lot of its own."""
