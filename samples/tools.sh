# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Functions for samples/run and src/test/run: they find the needed tools, and install missing ones on Debian and its relatives. If
# nothing is missing, they do not use the network. For sourcing by bash.

# Messages go to the standard error, because the standard output is the sample's.
say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "${0##*/}: $*"
    exit 1
}

# The packages among $@ that are not installed.
missing_packages() {
    local package
    for package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s\n' "$package"
    done
}

# Runs apt-get as root, with sudo if necessary.
apt_get() {
    local -a command=(apt-get -qq -o Acquire::Retries=3 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@")
    if ((EUID == 0)); then
        DEBIAN_FRONTEND=noninteractive "${command[@]}" >/dev/null
    else
        sudo env DEBIAN_FRONTEND=noninteractive "${command[@]}" >/dev/null
    fi
}

can_install() {
    command -v apt-get dpkg-query >/dev/null && { ((EUID == 0)) || command -v sudo >/dev/null; }
}

# Updates apt's lists if they are older than a day.
refresh_lists() {
    [[ -n $(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -1 -print -quit 2>/dev/null) ]] || apt_get update
}

# Installs the missing packages among $@.
need_packages() {
    local -a missing
    command -v dpkg-query >/dev/null || fail "needs the Debian packages $*, and this is no Debian"
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    can_install || fail "these packages are missing: ${missing[*]}; install them as root with: apt-get install ${missing[*]}"
    say "installing ${missing[*]}"
    refresh_lists || say "the package lists could not be brought up to date; trying with the old ones"
    # Old lists may have versions that no longer exist. Then try again with new lists.
    apt_get install --no-install-recommends -y "${missing[@]}" \
        || { apt_get update && apt_get install --no-install-recommends -y "${missing[@]}"; } \
        || fail "could not install ${missing[*]}: apt-get says why above"
}

# The major version of the Java at home $1, such as 17; nothing if there is none.
java_version() {
    local version
    [[ -x $1/bin/java ]] || return 0
    if [[ -r $1/release ]] && version=$(grep '^JAVA_VERSION=' "$1/release"); then
        version=${version#*\"}
        printf '%s\n' "${version%%[!0-9]*}"
        return 0
    fi
    "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p'
}

# The possible homes of a Java, one per line. Those that the user has set come first.
java_homes() {
    local on_path
    [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
    if on_path=$(command -v java); then
        on_path=$(readlink -f "$on_path")
        printf '%s\n' "${on_path%/bin/java}"
    fi
    find -L /usr/lib/jvm "${SDKMAN_DIR:-$HOME/.sdkman}/candidates/java" /Library/Java/JavaVirtualMachines -maxdepth 1 \
        -mindepth 1 -type d 2>/dev/null | sort
}

# The home of a Java of version $1 or, if $2 is given, of any from $1 to $2; a JDK if $3 is "javac".
find_java() {
    local from=$1 to=${2:-$1} home version
    local named=JAVA${1}_HOME
    while IFS= read -r home; do
        [[ -d $home && (${3:-} != javac || -x $home/bin/javac) ]] || continue
        version=$(java_version "$home")
        if [[ $version =~ ^[0-9]+$ ]] && ((version >= from && version <= to)); then
            printf '%s\n' "$home"
            return 0
        fi
    done < <([[ -z ${!named:-} ]] || printf '%s\n' "${!named}"; java_homes)
    return 1
}

# The first of the packages $@ that apt can install; nothing if there is none.
first_available() {
    local package
    for package; do
        if [[ $(LC_ALL=C apt-cache policy "$package" 2>/dev/null) =~ Candidate:\ [^\(] ]]; then
            printf '%s\n' "$package"
            return 0
        fi
    done
    return 1
}

# Sets JAVA_HOME to a JDK of version $1 to $2 (default: exactly $1). Installs a missing JDK and Maven.
use_jdk_and_maven() {
    local from=$1 to=${2:-$1} package version found
    if ! found=$(find_java "$from" "$to" javac); then
        can_install || fail "needs a JDK $from: install one and set JAVA_HOME (or JAVA${from}_HOME) to it"
        refresh_lists || say "the package lists could not be brought up to date; trying with the old ones"
        local -a names=()
        for ((version = from; version <= to && version < from + 20; version++)); do
            names+=("openjdk-$version-jdk-headless")
        done
        package=$(first_available "${names[@]}") \
            || fail "needs a JDK $from and apt offers none: install one and set JAVA_HOME (or JAVA${from}_HOME) to it"
        need_packages "$package"
        found=$(find_java "$from" "$to" javac) || fail "installed $package, but finds no JDK $from in /usr/lib/jvm"
    fi
    export JAVA_HOME=$found
    command -v mvn >/dev/null || need_packages maven
}

# True if the module $2 of the project in $1 is built, none of its sources has changed since, and its libraries still exist. $3... are the
# files and folders of the sources.
is_built() {
    local root=$1 target=$1/$2/target jar
    local -a jars
    shift 2
    [[ -s $target/classpath && -d $target/classes ]] || return 1
    [[ -z $(find "$root/pom.xml" "${@/#/$root/}" -name target -prune -o -path '*/src/test' -prune \
        -o \( -path '*/src/main/*' -o -name pom.xml \) -newer "$target/classpath" -print -quit) ]] || return 1
    IFS=: read -ra jars <"$target/classpath"
    for jar in "${jars[@]}"; do
        [[ -e $jar ]] || return 1
    done
}

# Builds the module $2 of the project in $1, and the modules that it needs.
build() {
    local root=$1 module=$2 began log=$1/$2/target/build.log
    [[ ! -d $root/$module/target || -w $root/$module/target ]] \
        || fail "must be built, but $(id -un) may not write to $root/$module/target. Build it as $(stat -c %U "$root/$module/target"), or use a clone of your own"
    use_jdk_and_maven 17 99
    say "building (the first time takes a minute or two)"
    mkdir -p "$root/$module/target"
    began=$(date +%s.%N)
    # src/test/run checks the style.
    if ! (cd "$root" && mvn -B -pl "$module" -am process-classes -Dspotless.check.skip) >"$log" 2>&1; then
        grep -E -A 3 'WARNING|ERROR' "$log" >&2 || cat "$log" >&2
        fail "the build failed. The messages of Maven are in $log"
    fi
    # Sources that changed during the build are newer than this.
    touch -d "@$began" "$root/$module/target/classpath"
}
