"""Why a decision came out as it did, why not otherwise, and what would have to be known."""
