# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the build-* scripts share: a guest's kernel and programs come from Debian's packages for the guest's architecture,
# fetched with the host's apt and its sources, but with lists, state and downloads of the lab's own: the host's packages
# and architectures stay as they are.

set -euo pipefail

# What make works in: see cached.
build=
lab=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cache=${BLINKA4J_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/blinka4j}/lab

say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# need_tools TOOL...: fails unless all are there, naming the packages that bring the lab's tools.
need_tools() {
    local tool missing=()
    for tool; do
        PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null || missing+=("$tool")
    done
    ((${#missing[@]} == 0)) ||
        fail "missing: ${missing[*]}. Install the lab's packages: apt-get install $(sed 's/#.*//' "$lab/packages" | xargs)"
}

# retry COMMAND...: up to three times, as a mirror can be away for a moment. What it says is shown if the last time fails.
retry() {
    local attempt messages
    for attempt in 1 2 3; do
        ((attempt == 1)) || sleep 2
        messages=$("$@" 2>&1) && return
    done
    echo "$messages" >&2
    return 1
}

# apt ARCHITECTURE COMMAND...: apt-get or apt-cache as if on a machine of that architecture with nothing installed.
apt() {
    local architecture=$1 command=$2 state=$cache/apt-$1
    shift 2
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    : >"$state/status"
    # C: what it prints is read here.
    LC_ALL=C "$command" -qq -o "APT::Architecture=$architecture" -o "APT::Sandbox::User=root" -o "Acquire::Retries=1" \
        -o "Acquire::http::Timeout=20" -o "Acquire::https::Timeout=20" \
        -o "Acquire::Languages=none" -o "Dir::State=$state" -o "Dir::State::Lists=$state/lists" \
        -o "Dir::State::status=$state/status" -o "Dir::Cache=$state/cache" "$@"
}

# refresh ARCHITECTURE: fetches the lists of packages.
refresh() {
    # One list of many may be missing, such as that of a source that does not know the architecture. Without a mirror, the
    # lists of the last time stay. What counts is whether the packages can be found.
    apt "$1" apt-get update >/dev/null 2>&1 || say "not all lists of packages for $1 could be fetched; going on with the rest"
}

# kernel_package ARCHITECTURE METAPACKAGE: the name of the kernel's package that the metapackage stands for.
kernel_package() {
    local package
    package=$(apt "$1" apt-cache depends "$2" 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p')
    [[ -n $package ]] || fail "apt offers no $2 for $1: the lab is built from Debian 12's packages, add its sources to apt"
    echo "$package"
}

# unpack ARCHITECTURE FOLDER PACKAGE...: downloads the packages, without what they depend on, and unpacks them. What has been
# downloaded stays in the cache, and is used when no mirror answers.
unpack() {
    local architecture=$1 folder=$2 debs=$cache/apt-$1/debs package newest
    shift 2
    mkdir -p "$debs"
    exec {downloading}>"$debs.lock"
    flock "$downloading"
    (cd "$debs" && retry apt "$architecture" apt-get download "$@") ||
        say "could not download all of $*; looking for packages of an earlier download"
    for package; do
        newest=$(find "$debs" -name "${package}_*.deb" | sort -V | tail -n 1)
        [[ -n $newest ]] || fail "could not download $package, and no earlier download is in $debs. Check the network and apt's sources, and retry."
        dpkg-deb -x "$newest" "$folder"
        # Older versions are of no more use.
        find "$debs" -name "${package}_*.deb" ! -path "$newest" -delete
    done
    exec {downloading}>&-
}

# add_modules FROM TO MODULE...: copies the kernel's modules and what they depend on from one root folder to another.
add_modules() {
    local from=$1 to=$2 kernel file module files
    shift 2
    kernel=$(basename "$from"/lib/modules/*)
    depmod -b "$from" "$kernel"
    for module; do
        files=$(modprobe -d "$from" -S "$kernel" --show-depends "$module") || fail "$kernel has no module $module"
        while read -r verb file _; do
            [[ $verb == insmod ]] || continue
            install -D -m 644 "$file" "$to/lib/modules/$kernel/kernel/${file#*/kernel/}"
        done <<<"$files"
    done
    cp "$from/lib/modules/$kernel"/modules.{builtin,builtin.modinfo,order} "$to/lib/modules/$kernel/"
    depmod -b "$to" "$kernel"
}

# add_root_files FOLDER JVM: adds what no package brings and removes what no test needs.
add_root_files() {
    local root=$1 jvm=$2 file
    rm -rf "${root:?}"/usr/share "$root"/usr/lib/jvm/*/{docs,legal,man} "$root"/usr/lib/*/gconv
    mkdir -p "$root"/{dev,etc,proc,sys,run,tmp,root,opt/blinka4j,home/maker,usr/bin}
    install -m 755 "$lab/guest/init" "$root/init"
    for file in agent java spi-driver; do
        install -m 755 "$lab/guest/$file" "$root/usr/bin/$file"
    done
    echo "$jvm" >"$root/etc/lab-jvm"
    printf '%s\n' root:x:0:0:root:/root:/bin/sh maker:x:1000:1000:maker:/home/maker:/bin/sh >"$root/etc/passwd"
    printf '%s\n' root:x:0: maker:x:1000: >"$root/etc/group"
}

# pack FOLDER: writes the folder to standard output as the archive that a kernel takes as its initial file system.
pack() {
    (cd "$1" && find . -print0 | LC_ALL=C sort -z | cpio --null --create --format=newc --owner=0:0 --quiet)
}

# cached NAME INPUT...: prints the folder of the cache that holds NAME, made from the inputs (files beside this one) by
# the function make, which is called in an empty folder named by $build. Two callers at once do no harm: the second waits.
# A half-made folder is never found, only removed by the next call.
cached() {
    local name=$1 hash result
    shift
    hash=$(cd "$lab" && cat -- "$@" debian.sh | sha256sum)
    result=$cache/$name-${hash:0:16}
    if [[ ! -d $result ]]; then
        mkdir -p "$cache"
        exec {lock}>"$cache/$name.lock"
        flock "$lock"
        if [[ ! -d $result ]]; then
            rm -rf "$cache/.$name".*
            build=$(mktemp -d "$cache/.$name.XXXXXX")
            make
            chmod 755 "$build"
            mv -T "$build" "$result"
        fi
        exec {lock}>&-
    fi
    echo "$result"
}
