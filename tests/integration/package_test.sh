#!/usr/bin/env bash
# package_test.sh BUILD: makes the Debian package of a finished build, installs it into a fresh root, checks what an administrator relies on,
# and runs the installed daemon against a throwaway Dovecot holding the sample mailbox.
set -euo pipefail

build=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/tradewind-package.XXXXXX")
chmod 755 "$work"
daemon="" listener=""
# shellcheck disable=SC2317  # reached by the trap
clean_up() {
  if [ -n "$daemon" ]; then kill -TERM "$daemon" 2>/dev/null || true; fi
  if [ -n "$listener" ]; then kill -TERM "$listener" 2>/dev/null || true; fi
  [ ! -d "$work/dovecot" ] || "$source/scripts/dovecot-sandbox" stop "$work/dovecot" || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 143' TERM INT HUP

fail() { echo "FAILED: $*" >&2; exit 1; }
ok() { echo "ok: $*"; }

# --- the package ---------------------------------------------------------------------------------------------------------------
(cd "$work" && cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work/cpack" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log"; fail "cpack"; }
package=$(find "$work/cpack" -maxdepth 1 -name 'tradewind_*.deb')
[ -n "$package" ] || fail "no package was made"

dpkg-deb --contents "$package" >"$work/contents"
for path in ./usr/bin/crm ./usr/sbin/crm-mailsyncd ./usr/libexec/tradewind/crm-full ./usr/lib/systemd/system/tradewind-mailsync.service \
            ./usr/lib/systemd/system/tradewind-nightly.service ./usr/lib/systemd/system/tradewind-nightly.timer ./usr/lib/systemd/system/tradewind-rules.timer ./etc/tradewind/tradewind.toml \
            ./usr/share/man/man1/crm.1.gz ./usr/share/man/man8/crm-mailsyncd.8.gz ./usr/share/bash-completion/completions/crm \
            ./usr/share/zsh/vendor-completions/_crm ./usr/share/fish/vendor_completions.d/crm.fish; do
  grep -q " $path\$" "$work/contents" || fail "the package lacks $path"
done
if grep -vE '^d' "$work/contents" | grep -vE ' \./(usr|etc)/' ; then fail "the package puts files where they do not belong"; fi
if grep -E ' \./usr/(local|include)|\.a$' "$work/contents"; then fail "build products are in the package"; fi
ok "contents"

depends=$(dpkg-deb --field "$package" Depends)
for library in libsqlite3-0 libcurl4 libc6 libicu adduser; do
  case "$depends" in *"$library"*) ;; *) fail "Depends lacks $library: $depends" ;; esac
done
dpkg-deb --control "$package" "$work/control"
grep -qx /etc/tradewind/tradewind.toml "$work/control/conffiles" || fail "the configuration is not a conffile"
for script in postinst prerm postrm; do
  [ -x "$work/control/$script" ] || fail "$script is not executable"
  sh -n "$work/control/$script"
done
ok "control data"

# --- a fresh root --------------------------------------------------------------------------------------------------------------
root=$work/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
pretend_root=()
[ "$(id -u)" -eq 0 ] || pretend_root=(fakeroot)
# The libraries come from the machine the test runs on, hence --force-depends; maintainer scripts see DPKG_ROOT and touch no users.
PATH=$PATH:/usr/sbin:/sbin ${pretend_root[@]+"${pretend_root[@]}"} \
  dpkg --root="$root" --log="$work/dpkg.log" --force-depends --force-script-chrootless --install "$package" >"$work/install.log" 2>&1 ||
  { cat "$work/install.log"; fail "dpkg --install"; }
dpkg --root="$root" --status tradewind | grep '^Status: install ok installed' >/dev/null || fail "dpkg does not count it as installed"
cmp -s "$root/etc/tradewind/tradewind.toml" "$source/packaging/tradewind.toml" || fail "the configuration differs from the one in packaging/"
"$root/usr/bin/crm" version
# Without -q: grep would end at the first hit and with it, by SIGPIPE, what writes to it.
zcat "$root/usr/share/man/man1/crm.1.gz" | grep '^\.TH' >/dev/null || fail "crm.1 is no man page"
bash -n "$root/usr/share/bash-completion/completions/crm"
ok "installed into a fresh root"

# What the maintainer scripts do on a live system, with the tools that change it replaced by ones that write down how they were called.
mkdir "$work/stubs"
for tool in adduser install chown chmod systemctl; do
  printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n' "$tool" "$work" >"$work/stubs/$tool"
done
printf '#!/bin/sh\nexit 2\n' >"$work/stubs/getent"
chmod 755 "$work/stubs"/*
PATH=$work/stubs:$PATH sh "$work/control/postinst" configure
grep -q '^adduser .*--system .*tradewind$' "$work/calls" || fail "postinst makes no system user"
grep -q '^install .*-o tradewind .*0750 /var/lib/tradewind$' "$work/calls" || fail "postinst makes no data directory"
grep -q '^chmod 0640 /etc/tradewind/tradewind.toml$' "$work/calls" || fail "postinst leaves the configuration open to all"
ok "postinst"

if command -v systemd-analyze >/dev/null; then
  # Below the fresh root, where the units' programs are; the machine's own /bin/sh is not.
  systemd-analyze verify --root="$root" --man=no tradewind-mailsync.service tradewind-nightly.timer tradewind-rules.timer >"$work/verify.log" 2>&1 || true
  if grep -v "Command /bin/sh " "$work/verify.log" | grep -E 'tradewind-[a-z]+\.(service|timer).*(Unknown|Invalid|Failed to parse|not executable|Missing)'; then fail "systemd-analyze"; fi
  ok "units"
fi

# --- the installed daemon ------------------------------------------------------------------------------------------------------
mkdir "$work/dovecot"
"$source/scripts/dovecot-sandbox" fill "$work/dovecot" "$source/tests/data/sample" @haiding-valve.example
"$source/scripts/dovecot-sandbox" start "$work/dovecot"
(umask 077; cat "$work/dovecot/password" >"$work/password")
cat "$work/dovecot/ca.pem" >"$work/ca.pem"
cat >"$work/tradewind.toml" <<CONFIG
data = "$work/data"
[firm]
own_domains = ["haiding-valve.example"]
[[account]]
name = "lin"
host = "localhost"
port = $(cat "$work/dovecot/tls_port")
user = "lin@haiding-valve.example"
password_file = "$work/password"
ca_file = "$work/ca.pem"
CONFIG
crm() { "$root/usr/bin/crm" --config "$work/tradewind.toml" "$@"; }
crm init
complete() {
  crm status --json >"$work/status" 2>&1 && python3 -c "import json, sys; sys.exit(json.load(open(sys.argv[1]))['items'][0]['messages'] < 50)" "$work/status"
}

# Type=notify: systemd waits for READY=1 on this socket, and so does the test. The listener prints each line as it comes.
cat >"$work/notify.py" <<'PY'
import socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1])
print("listening", flush=True)
while True:
    for line in listener.recv(65536).decode().splitlines():
        print(line, flush=True)
PY
exec 3< <(exec python3 "$work/notify.py" "$work/notify")
listener=$!
line=""
read -rt 20 line <&3 || true
[ "$line" = listening ] || fail "no notification socket"
NOTIFY_SOCKET=$work/notify "$root/usr/sbin/crm-mailsyncd" --config "$work/tradewind.toml" </dev/null 2>"$work/daemon.log" &
daemon=$!
expect() {
  local line
  while read -rt 60 line <&3; do
    if [ "$line" = "$1" ]; then return 0; fi
  done
  cat "$work/daemon.log" >&2
  fail "the daemon never said $1"
}
expect READY=1
ok "the daemon is ready"
until complete; do
  kill -0 "$daemon" 2>/dev/null || { cat "$work/daemon.log" >&2; fail "the daemon ended"; }
  [ "$SECONDS" -lt 200 ] || { cat "$work/status" "$work/daemon.log" >&2; fail "the mailbox did not become complete"; }
  sleep 0.2
done
crm search 报价 --json | grep '"schema": 1' >/dev/null || fail "no search"
kill -TERM "$daemon"
expect STOPPING=1
wait "$daemon" || fail "the daemon ended with $? on SIGTERM"
daemon=""
crm verify || fail "crm verify"
ok "the daemon synced, stopped and left a sound store"
