"""The register for programs: /api/v1/."""
