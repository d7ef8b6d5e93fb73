# Sourced by what makes ARM systems and folders for boards: Debian's packages downloaded and unpacked on a machine of another
# kind. Nothing is installed here, nothing of the packages is run, and no privilege is needed.
#
# Before: $folder, where all goes; a function `fail`; the tools of require_debian in it/arm64/contained.sh. Also, where they are
# not to be Debian 13 for arm64: $architecture; $server, and $sources, the lines of a sources.list.
#
#   EDGEWISE_DEBIAN    the server with the packages (default: http://deb.debian.org)
# shellcheck shell=sh disable=SC2154  # $folder and fail are the caller's

suite=trixie
server=${server:-${EDGEWISE_DEBIAN:-http://deb.debian.org}}
architecture=${architecture:-arm64}
machine=$(dpkg --print-architecture)
sources=${sources:-"deb $server/debian $suite main
deb $server/debian-security $suite-security main"}

# An apt of its own: this machine's keeps its packages, its sources and its locks; its proxies hold here too, and whether
# it reads lists that are older than they should be.
write_apt() {
  apt=$folder/apt
  mkdir -p "$apt/etc/preferences.d" "$apt/none.d" "$apt/state/lists/partial" "$apt/cache/archives/partial"
  : >"$apt/state/status"
  {
    apt-config dump | grep -iE '^Acquire::(https?::Proxy|Check-)' || true
    cat <<END
Dir "$apt";
Dir::Etc "$apt/etc";
Dir::Etc::main "none";
Dir::Etc::parts "$apt/none.d";
Dir::Etc::sourcelist "$apt/etc/sources.list";
Dir::Etc::sourceparts "$apt/none.d";
Dir::Etc::trustedparts "/usr/share/keyrings";
Dir::State "$apt/state";
Dir::State::status "$apt/state/status";
Dir::Cache "$apt/cache";
Debug::NoLocking "true";
APT::Sandbox::User "";
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; "$machine"; };
Acquire::Languages "none";
Acquire::Retries "2";
END
  } >"$apt/apt.conf"
  printf '%s\n' "$sources" >"$apt/etc/sources.list"
}

apt_get() { APT_CONFIG=$folder/apt/apt.conf timeout 600 apt-get -qq "$@"; }

update_lists() { apt_get -o APT::Update::Error-Mode=any update || fail "can't read the list of packages of $server"; }

# What packages need, themselves included: needed PACKAGE…
needed() {
  plan=$(apt_get -s install --no-install-recommends "$@") || return 1
  printf '%s\n' "$plan" | awk '/^Inst/ { print $2 }' | sort -u
}

# Packages and all that they need, into a folder: download FOLDER PACKAGE…
download() {
  into=$1
  shift
  mkdir -p "$into"
  packages=$(needed "$@") || fail "can't find out which packages $* need"
  # shellcheck disable=SC2086  # packages are separated by blanks
  (cd "$into" && apt_get download $packages) || fail "can't download packages from $server"
}

# Single packages, without what they need: download_alone FOLDER PACKAGE…
download_alone() {
  into=$1
  shift
  mkdir -p "$into"
  (cd "$into" && apt_get download "$@") || fail "can't download $* from $server"
}

# unpack FOLDER ROOT TAR-OPTIONS…; base-files comes first: it has the links bin, lib and sbin, into which others unpack.
unpack() {
  from=$1
  to=$2
  shift 2
  mkdir -p "$to"
  for package in "$from"/base-files_*.deb "$from"/*.deb; do
    [ -e "$package" ] || continue
    dpkg-deb --fsys-tarfile "$package" |
      tar -x -C "$to" --keep-directory-symlink --exclude=./usr/share/doc --exclude=./usr/share/man "$@"
  done
}

# One file of a package: take_file PACKAGE.deb PATH-INSIDE FILE
take_file() {
  dpkg-deb --fsys-tarfile "$1" | tar -x -O "./$2" >"$3"
}
