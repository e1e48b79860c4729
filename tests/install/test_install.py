#!/usr/bin/env python3
"""What others get: installs into a scratch directory and looks at it from outside.

usage: test_install.py SOURCE_ROOT BUILD_ROOT COMPILER [ARGUMENTS OF THE COMPILER]
"""

import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def run(*command: object, **options) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.root = pathlib.Path(scratch.name)
        run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", cls.root)
        cls.prefix = next(cls.root.rglob("include")).parent
        cls.pc = next(cls.root.rglob("gamewire.pc")).parent

    def pkg_config(self, *arguments: str) -> list[str]:
        environment = dict(os.environ, PKG_CONFIG_PATH=str(self.pc))
        return run("pkg-config", f"--define-variable=prefix={self.prefix}", *arguments, env=environment).split()

    def headers(self) -> list[str]:
        include = self.prefix / "include"
        return sorted(path.relative_to(include).as_posix() for path in include.rglob("*.hpp"))

    def test_files_are_where_they_should_be(self) -> None:
        expected = ["include/gamewire/machine.hpp", "include/gamewire/a2s/client.hpp",
                    "include/gamewire/blocking/peer.hpp"]
        if (BUILD / "bindings/cli/gamewire").exists():
            expected += ["bin/gamewire", "share/man/man1/gamewire.1",
                         "share/bash-completion/completions/gamewire", "share/zsh/site-functions/_gamewire",
                         "share/fish/vendor_completions.d/gamewire.fish"]
        self.assertEqual([name for name in expected if not (self.prefix / name).is_file()], [])
        for name in ("gamewire", "gamewire-transports"):
            self.assertTrue((self.pc / f"{name}.pc").is_file())
            self.assertTrue(list(self.pc.parent.glob(f"lib{name}.*")))

    def test_each_header_stands_alone(self) -> None:
        """Includes what it uses, and nothing that stayed behind: only the installed ones are in sight."""
        strict = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-x", "c++", "-"]

        def compile_alone(header: str) -> None:
            parts = [part for part in ("asio", "tls") if header.startswith(f"gamewire/{part}/")]
            part = f"gamewire-{parts[0]}" if parts else "gamewire-transports"
            flags = self.pkg_config("--cflags", part)
            run(*COMPILER, *flags, *strict, input=f"#include <{header}>\nint main() {{}}\n", cwd=self.root)

        self.assertGreater(len(self.headers()), 30)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            list(workers.map(compile_alone, self.headers()))

    def test_no_header_brings_openssl_along(self) -> None:
        include = self.prefix / "include"
        self.assertEqual([name for name in self.headers() if "openssl/" in (include / name).read_text()], [])
        inside = {"session.hpp", "context.hpp", "openssl.hpp", "wire_buffers.hpp", "failure.hpp"}
        self.assertEqual([name for name in self.headers() if name.startswith("gamewire/tls/") and
                          name.rsplit("/", 1)[1] in inside], [])

    def test_a_program_builds_with_tls(self) -> None:
        if not (self.pc / "gamewire-tls.pc").is_file():
            self.skipTest("built without")
        flags = self.pkg_config("--cflags", "--static", "--libs", "gamewire-tls")
        run(*COMPILER, HERE / "tls_consumer.cpp", *flags, "-o", self.root / "tls_consumer")
        self.assertEqual(run(self.root / "tls_consumer", env=self.library_path()), "hello\n")

    def test_a_program_builds_by_pkg_config(self) -> None:
        self.assertIn("-std=c++23", self.pkg_config("--cflags", "gamewire"))
        flags = self.pkg_config("--cflags", "--static", "--libs", "gamewire-transports")
        run(*COMPILER, HERE / "consumer.cpp", *flags, "-o", self.root / "consumer")
        self.assertEqual(run(self.root / "consumer", env=self.library_path()), "asked\n")

    def library_path(self) -> dict[str, str]:
        return dict(os.environ, LD_LIBRARY_PATH=str(self.pc.parent))

    def test_a_program_in_c_builds_by_pkg_config(self) -> None:
        if not C_COMPILER:
            self.skipTest("built without")
        flags = self.pkg_config("--cflags", "gamewire-c")
        self.assertNotIn("-std=c++23", flags)
        strict = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
        run(*C_COMPILER, *SANITIZERS, *strict, *flags, "-c", HERE / "consumer.c", "-o", self.root / "consumer.o")
        # With sanitizers in the library, their parts for C++ have to come from somewhere.
        linker = COMPILER if SANITIZERS else C_COMPILER
        libraries = self.pkg_config("--libs", "gamewire-c")
        run(*linker, self.root / "consumer.o", *libraries, "-o", self.root / "c_consumer")
        self.assertEqual(run(self.root / "c_consumer", env=self.library_path()), "asked\n")
        self.assertTrue((self.prefix / "include/gamewire.h").is_file())

        everything = [word for word in self.pkg_config("--static", "--libs", "gamewire-c") if word != "-lgamewire-c"]
        run(*linker, self.root / "consumer.o", self.pc.parent / "libgamewire-c.a", *everything, "-o",
            self.root / "c_static_consumer")
        self.assertEqual(run(self.root / "c_static_consumer", env=self.library_path()), "asked\n")

    def test_programs_build_by_cmake(self) -> None:
        if shutil.which("cmake") is None:
            self.skipTest("there is no cmake")
        source, build = self.root / "cmake", self.root / "cmake/build"
        source.mkdir()
        for name in ("consumer.cpp", "tls_consumer.cpp", "consumer.c"):
            shutil.copy(HERE / name, source)
        shutil.copy(HERE / "cmake_consumer.txt", source / "CMakeLists.txt")
        compilers = {"CXX": COMPILER, "C": C_COMPILER or ["cc"]}
        program = lambda words: [word for word in words if not word.startswith("-")][-1]  # behind ccache
        chosen = [f"-DCMAKE_{language}_COMPILER={program(words)}" for language, words in compilers.items()]
        chosen += [f"-DCMAKE_{language}_FLAGS={' '.join(SANITIZERS)}" for language in compilers]
        run("cmake", "-S", source, "-B", build, f"-Dgamewire_DIR={self.pc.parent / 'cmake/gamewire'}",
            f"-DSANITIZED={'ON' if SANITIZERS else 'OFF'}", *chosen)
        run("cmake", "--build", build)
        self.assertEqual(run(build / "consumer"), "asked\n")
        for name, part, says in (("tls_consumer", "gamewire-tls", "hello\n"), ("c_consumer", "gamewire-c", "asked\n")):
            if (self.pc / f"{part}.pc").is_file():
                self.assertEqual(run(build / name), says)

    def test_static_linking_pulls_what_core_needs(self) -> None:
        uses_bzip2 = "BZ2_bz" in run("nm", "-D" if SHARED else "-u", LIBRARY)
        self.assertEqual("-lbz2" in self.pkg_config("--static", "--libs", "gamewire"), uses_bzip2)


class Subproject(unittest.TestCase):
    def test_a_program_builds_with_gamewire_inside(self) -> None:
        if SANITIZERS:
            self.skipTest("it builds the whole library anew, which is the same with and without sanitizers")
        with tempfile.TemporaryDirectory() as directory:
            consumer = pathlib.Path(directory)
            (consumer / "subprojects").mkdir()
            (consumer / "subprojects/gamewire").symlink_to(SOURCE)
            shutil.copy(HERE / "consumer.cpp", consumer)
            shutil.copy(HERE / "meson_consumer.build", consumer / "meson.build")
            shutil.copy(HERE / "consumer.c", consumer)
            environment = dict(os.environ, CXX=COMPILER[0] if len(COMPILER) == 1 else " ".join(COMPILER))
            run("meson", "setup", consumer / "build", consumer, env=environment)
            run("ninja", "-C", consumer / "build", "consumer", "c_consumer", env=environment)
            self.assertEqual(run(consumer / "build/consumer"), "asked\n")
            self.assertEqual(run(consumer / "build/c_consumer"), "asked\n")


if __name__ == "__main__":
    SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    COMPILER = sys.argv[3:]
    SANITIZERS = [word for word in COMPILER if word.startswith("-fsanitize")]
    C_COMPILER = os.environ.get("C_COMPILER", "").split()
    LIBRARY = next(path for path in (BUILD / "core").glob("libgamewire.*") if path.suffix in (".a", ".so"))
    SHARED = LIBRARY.suffix == ".so"
    unittest.main(argv=sys.argv[:1])
