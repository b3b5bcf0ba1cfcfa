"""Settings: one frozen object, built once at the door and passed down. A case is a folder."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graph.model.errors import CaseError, UsageError

CASE_FORMAT = 1
_REGION = re.compile(r"^region *=.*\n?", re.MULTILINE)


@dataclass(frozen=True)
class GraphSettings:
    """Which engine. Without a `uri` the embedded engine of the case is used."""

    uri: str = ""
    user: str = "neo4j"
    password: str = ""
    database: str = ""

    @property
    def embedded(self) -> bool:
        return not self.uri

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> GraphSettings:
        """LINCHPIN_NEO4J_URI, _USER, _PASSWORD, _DATABASE. Raises UsageError on a URI of another scheme."""
        env = os.environ if environment is None else environment
        uri = env.get("LINCHPIN_NEO4J_URI", "").strip()
        if uri and uri.split("://")[0] not in ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"):
            raise UsageError(
                f"{uri!r} is not a Neo4j address.",
                where="LINCHPIN_NEO4J_URI",
                remedy="Write neo4j://HOST:7687 (or neo4j+s:// for TLS), or unset it to use the embedded engine.",
            )
        return cls(
            uri=uri,
            user=env.get("LINCHPIN_NEO4J_USER", "neo4j"),
            password=env.get("LINCHPIN_NEO4J_PASSWORD", ""),
            database=env.get("LINCHPIN_NEO4J_DATABASE", ""),
        )


@dataclass(frozen=True)
class Case:
    """A case folder: `case.toml`, `facts/`, `findings/`, `graph/`, `exports/`."""

    folder: Path
    name: str
    region: str  # default ISO 3166-1 alpha-2 of records that do not say
    key: bytes  # secret of the case: keyed tokens (HMAC-SHA-256) of what must not be kept

    @property
    def facts(self) -> Path:
        return self.folder / "facts"

    @property
    def findings(self) -> Path:
        return self.folder / "findings"

    @property
    def graph(self) -> Path:
        return self.folder / "graph"

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @classmethod
    def create(cls, folder: Path, *, name: str = "", region: str = "US", key: bytes | None = None) -> Case:
        """Make the folder a case, or open it when it is one already. Raises CaseError when it cannot be written."""
        if (folder / "case.toml").exists():
            return cls.open(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            secret = folder / "case.key"
            if not secret.exists():
                descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                    handle.write((key or secrets.token_bytes(32)).hex() + "\n")
            title = (name or folder.resolve().name).replace("\\", " ").replace('"', "'")
            text = (
                "# A Linchpin case. case.key beside it is a secret: without it tokens cannot be made again.\n"
                f'format = {CASE_FORMAT}\nname = "{title}"\nregion = "{region}"\n'
            )
            _write(folder / "case.toml", text)
        except OSError as error:
            raise CaseError(
                f"cannot make a case here ({error.strerror}).",
                where=str(folder),
                remedy="Name another folder with --case.",
            ) from error
        return cls.open(folder)

    def moved_to(self, region: str) -> Case:
        """The case with another region, which its `case.toml` says from now on; the rest of that file stays. Only for a case
        that holds nothing yet. Raises CaseError when it cannot be written."""
        file = self.folder / "case.toml"
        try:
            before, line = file.read_text(encoding="utf-8"), f'region = "{region}"\n'
            text, there = _REGION.subn(line, before)
            _write(file, text if there else line + before)
        except OSError as error:
            raise CaseError(
                f"the case cannot be written ({error.strerror}).",
                where=str(file),
                remedy="Name another one with --case.",
            ) from error
        return replace(self, region=region)

    @classmethod
    def open(cls, folder: Path) -> Case:
        """Raises CaseError when the folder is not a case, has lost its key, or is one of a newer form."""
        file = folder / "case.toml"
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
            key = bytes.fromhex((folder / "case.key").read_text(encoding="ascii").strip())
        except FileNotFoundError as error:
            raise _missing(folder) from error
        except (OSError, ValueError) as error:
            raise CaseError(
                f"the case cannot be read ({error}).", where=str(file), remedy="Mend the file, or begin a new case."
            ) from error
        if int(data.get("format", 0)) > CASE_FORMAT:
            raise CaseError(
                "this case was made by a newer Linchpin.", where=str(file), remedy="Install the newer version."
            )
        return cls(
            folder=folder, name=str(data.get("name", folder.name)), region=str(data.get("region", "US")), key=key
        )


def _write(file: Path, text: str) -> None:
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)


def _missing(folder: Path) -> CaseError:
    """What a missing file of a case means: its key cannot be made again."""
    if (folder / "case.toml").exists():
        return CaseError(
            "the key of this case is missing, and it cannot be made again.",
            where=str(folder / "case.key"),
            remedy="Put it back from a copy of the case; without one, begin a new case in another folder.",
        )
    return CaseError(
        "this folder is not a case.",
        where=str(folder),
        remedy="Name one with --case, or begin with: linchpin ingest FILES",
    )
