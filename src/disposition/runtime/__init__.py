"""What a process needs while it runs: safe forks, imports on demand, logs, several processes."""
