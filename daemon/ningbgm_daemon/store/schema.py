"""The tables, as the steps by which they came to be; `user_version` counts those that a file has taken."""

from __future__ import annotations

MIGRATIONS = (
    """
    CREATE TABLE jobs (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        request_id TEXT,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        "order" TEXT NOT NULL,
        state TEXT NOT NULL,
        score_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        progress TEXT NOT NULL,
        outcome TEXT,
        failure TEXT,
        created_s REAL NOT NULL,
        started_s REAL,
        ended_s REAL
    );
    CREATE UNIQUE INDEX jobs_by_request ON jobs (request_id) WHERE request_id <> '';
    CREATE INDEX jobs_by_state ON jobs (state, seq);
    CREATE TABLE steps (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        step TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        seconds REAL NOT NULL
    );
    CREATE INDEX steps_by_job ON steps (job_id);
    CREATE TABLE scores (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        created_s REAL NOT NULL
    );
    CREATE TABLE revisions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        score_id TEXT NOT NULL REFERENCES scores (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        folder TEXT NOT NULL,
        record TEXT NOT NULL,
        UNIQUE (score_id, number)
    );
    CREATE TABLE cues (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        score_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        record TEXT NOT NULL,
        FOREIGN KEY (score_id, number) REFERENCES revisions (score_id, number) ON DELETE CASCADE
    );
    CREATE INDEX cues_by_revision ON cues (score_id, number);
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        score_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        record TEXT NOT NULL,
        FOREIGN KEY (score_id, number) REFERENCES revisions (score_id, number) ON DELETE CASCADE
    );
    CREATE INDEX events_by_revision ON events (score_id, number);
    """,
)
"""Never changed once released: what is to be different is another step."""

TABLES = ("jobs", "steps", "scores", "revisions", "cues", "events")
"""Every table, those that others refer to first."""
