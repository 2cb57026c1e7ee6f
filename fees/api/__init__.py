"""The dues for programs: /api/v1/dues/."""
