"""What a plan does at each quality: its operating characteristics, and charts of them."""
