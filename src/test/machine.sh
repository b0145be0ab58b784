# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Functions for src/test/fresh and src/test/install: a fresh machine, which is a minimal Debian 12 in a chroot. For sourcing by bash, after
# samples/tools.sh. Needs root.

suite=bookworm
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
cache=${BLINKA4J_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/blinka4j}/fresh
base=$cache/$suite

# Makes the base system, if it is not cached.
make_base() {
    local mirror proxy=
    [[ ! -d $base ]] || return 0
    refresh_lists || say "the package lists could not be brought up to date; trying with the old ones"
    # shellcheck disable=SC2016 # apt-get replaces it
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' "Codename: $suite" \
        'Component: main' | sed -n 1p)
    [[ -n $mirror ]] || fail "apt has no source for Debian's $suite: add one and run apt-get update"
    say "making a minimal Debian 12"
    # debootstrap does not ask apt for its proxy.
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    [[ -z $proxy ]] || export http_proxy=$proxy
    rm -rf --one-file-system "$base.new"
    debootstrap --variant=minbase --keyring="$keyring" "$suite" "$base.new" "$mirror" >"$cache/debootstrap.log" 2>&1 \
        || fail "debootstrap failed: $cache/debootstrap.log says why"
    mv -T "$base.new" "$base"
}

# Gives the machine this one's way to the network.
connect() {
    cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
    apt-config dump | grep -E '^Acquire::https?::.*"[^"]+";' >"$machine/etc/apt/apt.conf.d/90fresh" || true
    # The package ca-certificates, which Java's certificates are made from, adds these.
    if [[ -d /usr/local/share/ca-certificates ]]; then
        cp -rL /usr/local/share/ca-certificates "$machine/usr/local/share/"
    fi
    mkdir -p "$machine/root/.m2/repository"
    if [[ -f ~/.m2/settings.xml ]]; then
        cp ~/.m2/settings.xml "$machine/root/.m2/"
    fi
}

# Makes the machine $machine, which is deleted when the script ends. Only one script at a time has one.
make_machine() {
    ((EUID == 0)) || fail "needs root for chroot and mounts: run it with sudo"
    need_packages debootstrap debian-archive-keyring
    mkdir -p "$cache"/downloads/{apt/partial,maven}
    exec {lock}>"$cache/lock"
    flock "$lock"
    make_base
    rm -rf --one-file-system "$cache"/machine.*
    machine=$(mktemp -d "$cache/machine.XXXXXX")
    trap 'rm -rf --one-file-system "$machine"' EXIT
    cp -a "$base/." "$machine"
    # As the root of a file system is.
    chmod 755 "$machine"
    mkdir -p "$machine/var/cache/apt/archives/partial"
    connect
}

# Runs a command in the machine. What it mounts and starts ends with it.
inside() {
    local name
    local -a environment=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
    for name in http_proxy https_proxy no_proxy MAVEN_OPTS; do
        [[ -z ${!name:-} ]] || environment+=("$name=${!name}")
    done
    # shellcheck disable=SC2016 # the inner shell expands it
    unshare --mount --pid --fork --kill-child bash -euc '
        machine=$1 downloads=$2
        shift 2
        mount -t proc proc "$machine/proc"
        # Not where the kernel or a container forbids it: tests that need a terminal then say so.
        mount -t devpts -o newinstance,ptmxmode=0666 devpts "$machine/dev/pts" 2>/dev/null \
            || echo "no /dev/pts on the fresh machine" >&2
        mount --bind "$downloads/apt" "$machine/var/cache/apt/archives"
        mount --bind "$downloads/maven" "$machine/root/.m2/repository"
        exec chroot "$machine" env -i "$@"' \
        inside "$machine" "$cache/downloads" "${environment[@]}" "$@" </dev/null
}
