# SPDX-License-Identifier: Apache-2.0
"""Makes PyPI's torch importable without the CUDA packages: one stub library in place of each that is missing.

    VENV/bin/python training/cuda_stubs.py        after pip install --no-deps torch; needs readelf and cc

The wheel links libcudart, libcublas, libcudnn and others hard. What it wants of them, and under which version names, is
read from its own libraries, so this outlives an upgrade. A stub's functions return 100, cudaErrorNoDevice: torch finds no
device, and the processor's kernels are as they were. Without a CUDA build of torch there is nothing to do.
"""
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

NO_DEVICE = 100
# Functions of these prefixes are wanted without a version; which library has them doesn't matter to the loader.
CUDA = re.compile(r"(__)?(cu|nccl|nv|Nv)")


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def own_libraries(folder):
    """Those that came with the wheel, not stubs of an earlier run."""
    record = next(folder.parent.parent.glob("torch-*.dist-info")) / "RECORD"
    listed = record.read_text()
    return [p for p in sorted(folder.glob("*.so*")) if f"torch/lib/{p.name}," in listed]


def missing(libraries):
    have = {p.name for p in libraries} | set(re.findall(r"^\s*(\S+) \(", output("/sbin/ldconfig", "-p"), re.M))
    needed = set()
    for library in libraries:
        needed |= set(re.findall(r"\(NEEDED\).*\[(.+?)\]", output("readelf", "-dW", library)))
    return sorted(needed - have)


def owners(library):
    """Which library each version name is of."""
    file = None
    for line in output("readelf", "-VW", library).splitlines():
        if found := re.search(r"Version: \d+\s+File: (\S+)", line):
            file = found[1]
        elif file and (found := re.search(r"Name: (\S+)\s+Flags", line)):
            yield found[1], file


def symbols(library):
    """(name, type, whether it is defined here) of the dynamic symbols."""
    for line in output("readelf", "--dyn-syms", "-W", library).splitlines():
        columns = line.split()
        if len(columns) >= 8 and columns[0].endswith(":"):
            yield columns[7], columns[3], columns[6] != "UND"


def wanted(libraries, absent):
    """{library: {version: {symbol: type}}}; the version is empty for symbols that ask for none."""
    of, undefined, defined = {}, {}, set()
    for library in libraries:
        of.update(owners(library))
        for name, kind, here in symbols(library):
            if here:
                defined.add(name.split("@")[0])
            else:
                undefined[name] = kind
    stubs = {name: {} for name in absent}
    for name, kind in undefined.items():
        symbol, _, version = name.partition("@")
        version = version.lstrip("@")
        home = of.get(version) if version else absent[0] if CUDA.match(symbol) else None
        if symbol not in defined and home in stubs:
            stubs[home].setdefault(version, {})[symbol] = kind
    return stubs


def build(target, versions):
    every = {symbol: kind for group in versions.values() for symbol, kind in group.items()}
    with tempfile.TemporaryDirectory() as folder:
        code, script = Path(folder) / "stub.c", Path(folder) / "stub.map"
        variable = "char {}[4096];\n".format
        function = f"long {{}}(void){{{{return {NO_DEVICE};}}}}\n".format
        lines = [(variable if kind == "OBJECT" else function)(name) for name, kind in sorted(every.items())]
        code.write_text("static int unused;\n" + "".join(lines))
        named = {version: group for version, group in versions.items() if version}
        script.write_text(
            "".join(f"{v} {{ global: {'; '.join(sorted(group))}; }};\n" for v, group in named.items()) or "{ global: *; };\n"
        )
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-w", "-fno-builtin", f"-Wl,-soname,{target.name}",
             f"-Wl,--version-script={script}", "-o", target, code],
            check=True,
        )  # fmt: skip


def main():
    folder = Path(sysconfig.get_paths()["platlib"]) / "torch" / "lib"
    if not folder.is_dir():
        sys.exit(f"there is no torch at {folder.parent}")
    libraries = own_libraries(folder)
    absent = missing(libraries)
    if absent:
        for name, versions in wanted(libraries, absent).items():
            build(folder / name, versions)
    print(f"torch: {len(absent)} stubs written")


if __name__ == "__main__":
    main()
