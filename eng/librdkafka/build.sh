#!/bin/sh
# Provides librdkafka.redist VERSION where the package registry lacks it.
#   build.sh VERSION
# 1. Asks (by a restore in an empty folder) whether the package can be had: then there is nothing to do.
# 2. Otherwise builds librdkafka from the npm package below, which ships its source at this very version
#    (about 40 s; gcc, make, npm, headers of OpenSSL and zlib; zstd where its headers are), and packs it
#    in the layout of the original package, so that Confluent.Kafka finds runtimes/RID/native/librdkafka.so.
# The result is kept in the user's cache, so that a second clone only copies it. A lock lets parallel
# builds wait for one another. Every failure says what is missing and how to get it.
set -eu

version=$1
npm_package=@confluentinc/kafka-javascript@1.10.1
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
name=librdkafka.redist.$version.nupkg
cache=${XDG_CACHE_HOME:-$HOME/.cache}/distlog/librdkafka/$version
mkdir -p "$cache"

say() { echo "librdkafka: $*"; }
# "dotnet run" shows nothing of a build: who waits at a terminal is told there.
announce() { say "$*"; { echo "librdkafka: $*" > /dev/tty; } 2> /dev/null || true; }
fail() { echo "librdkafka: cannot $*" >&2; exit 1; }

# mkdir is atomic; a lock left behind by a killed build is taken over once its owner is gone.
lock=$cache/lock
until mkdir "$lock" 2>/dev/null; do
  owner=$(cat "$lock/pid" 2>/dev/null || true)
  if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$lock"; fi
  sleep 1
done
echo $$ > "$lock/pid"
work=$(mktemp -d)
trap 'rm -rf "$work" "$lock"' EXIT INT TERM

[ ! -f "$here/feed/$name" ] || exit 0

in_registry() {
  mkdir "$work/ask"
  cat > "$work/ask/ask.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageReference Include="librdkafka.redist" Version="[$version]" /></ItemGroup>
</Project>
PROJECT
  sed '/librdkafka"/d' "$here/../../nuget.config" | sed '/<packageSourceMapping>/,/<\/packageSourceMapping>/d' > "$work/ask/nuget.config"
  # The build that called us holds MSBuild's environment; a child must not inherit it.
  env -u MSBUILD_EXE_PATH -u MSBuildExtensionsPath -u MSBuildLoadMicrosoftTargetsReadOnly -u MSBuildSDKsPath \
    dotnet restore "$work/ask" --verbosity quiet > "$work/ask.log" 2>&1
}

need() { command -v "$1" > /dev/null 2>&1 || fail "be built: '$1' is missing. Install it ($2) and run the same command again. It is needed because librdkafka.redist $version is not in your package registry."; }
header() { echo "#include <$1>" | gcc -E -x c - > /dev/null 2>&1 || fail "be built: the header $1 is missing. Install it ($2) and run the same command again."; }

build() {
  need npm "Debian: apt-get install npm, or from nodejs.org"
  need gcc "Debian: apt-get install gcc"
  need make "Debian: apt-get install make"
  header openssl/ssl.h "Debian: apt-get install libssl-dev"
  header zlib.h "Debian: apt-get install zlib1g-dev"
  announce "not in the package registry; building $version from source (about 40 s, once a machine)"
  (cd "$work" && npm pack --silent "$npm_package" > npm.log 2>&1 && tar xzf ./*.tgz) ||
    fail "be built: 'npm pack $npm_package' failed: $(tail -3 "$work/npm.log")"
  source=$work/package/deps/librdkafka
  (cd "$source" && ./configure --disable-gssapi && make -j2 libs) > "$cache/build.log" 2>&1 ||
    fail "be built: the compiler failed, see $cache/build.log"
  strip --strip-unneeded -o "$work/librdkafka.so" "$source/src/librdkafka.so.1"
}

pack() {
  case $(uname -m) in
    x86_64) rid=linux-x64 ;;
    aarch64) rid=linux-arm64 ;;
    *) rid=linux-$(uname -m) ;;
  esac
  mkdir -p "$work/package-out/runtimes/$rid/native" "$work/package-out/build"
  cp "$work/librdkafka.so" "$work/package-out/runtimes/$rid/native/librdkafka.so"
  cat > "$work/package-out/librdkafka.redist.nuspec" <<NUSPEC
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd">
  <metadata>
    <id>librdkafka.redist</id>
    <version>$version</version>
    <authors>librdkafka contributors</authors>
    <license type="expression">BSD-2-Clause</license>
    <description>librdkafka built from source on this machine.</description>
  </metadata>
</package>
NUSPEC
  cat > "$work/package-out/pack.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NuspecFile>librdkafka.redist.nuspec</NuspecFile>
    <NoBuild>true</NoBuild>
    <IncludeBuildOutput>false</IncludeBuildOutput>
  </PropertyGroup>
</Project>
PROJECT
  env -u MSBUILD_EXE_PATH -u MSBuildExtensionsPath -u MSBuildLoadMicrosoftTargetsReadOnly -u MSBuildSDKsPath \
    dotnet pack "$work/package-out/pack.csproj" --output "$work/out" --verbosity quiet > "$work/pack.log" 2>&1 ||
    fail "be packed: $(tail -3 "$work/pack.log")"
  mv "$work/out/$name" "$cache/$name"
}

if [ ! -f "$cache/$name" ]; then
  if in_registry; then exit 0; fi
  build
  pack
fi
# A copy and a rename, so that a parallel restore never reads half a package.
cp "$cache/$name" "$here/feed/.$name.$$" && mv "$here/feed/.$name.$$" "$here/feed/$name"
say "$version is ready"
