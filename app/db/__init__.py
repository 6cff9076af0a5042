"""The database: how tables are declared, and how they are read and written."""

from app.db.database import Database
from app.db.declaring import Base, UTCTime, table

__all__ = ["Base", "Database", "UTCTime", "table"]
