"""The kernel: settings, slots, admin bases, append-only bases, jobs, mail. It knows no app."""
