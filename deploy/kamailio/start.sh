#!/bin/sh
# Starts Kamailio as Ringfleet's registrar: writes what kamailio.cfg is included by, from its environment, and becomes Kamailio.
#   REGISTRAR_KEY or REGISTRAR_KEY_FILE   what device-control says to be let in: letters, digits, - and _
#   REGISTRAR_ADDRESS                     to listen on; by default the first of this host
#   REGISTRAR_SIP_PORT, _EVENTS_PORT, _RPC_PORT   5060 (udp and tcp), 8448 (evapi), 8090 (JSON-RPC)
#   REGISTRAR_CLIENTS                     regular expression of the addresses that may use the last two; by default those of private networks
#   REGISTRAR_PER_ADDRESS                 so many requests of one address are taken in two seconds (400)
#   REGISTRAR_SUBSCRIBERS or REGISTRAR_SUBSCRIBERS_FILE   lines of user:password; who is in none of them registers nothing
#   REGISTRAR_OPEN=yes                    phones register without a password: on a machine of tests alone
#   REGISTRAR_FOLDER                      for what it writes: /tmp/kamailio
set -eu
umask 077

folder=${REGISTRAR_FOLDER:-/tmp/kamailio}
address=${REGISTRAR_ADDRESS:-$(hostname -i | cut -d ' ' -f 1)}
key=${REGISTRAR_KEY:-$(cat "${REGISTRAR_KEY_FILE:?REGISTRAR_KEY is missing: give the key that device-control has as RINGFLEET_REGISTRAR_KEY}")}
rpc_port=${REGISTRAR_RPC_PORT:-8090}
case $key in *[!A-Za-z0-9_-]* | '') echo 'REGISTRAR_KEY has letters, digits, - and _ alone.' >&2 && exit 1 ;; esac

mkdir -p "$folder/subscribers"
{
  echo '#!KAMAILIO'
  echo "#!substdef \"!BIND_SIP!$address:${REGISTRAR_SIP_PORT:-5060}!g\""
  echo "#!substdef \"!BIND_RPC!$address:$rpc_port!g\""
  echo "#!substdef \"!BIND_EVENTS!$address:${REGISTRAR_EVENTS_PORT:-8448}!g\""
  echo "#!substdef \"!RPC_PORT!$rpc_port!g\""
  echo "#!substdef \"!RPC_KEY!$key!g\""
  echo "#!substdef \"!CLIENTS!${REGISTRAR_CLIENTS:-(10|127|172|192[.]168)[.].*}!g\""
  echo "#!substdef \"!PER_ADDRESS!${REGISTRAR_PER_ADDRESS:-400}!g\""
  echo "#!substdef \"!RUN_FOLDER!$folder!g\""
  if [ "${REGISTRAR_OPEN:-no}" != yes ]; then
    echo "#!substdef \"!SUBSCRIBERS!text://$folder/subscribers!g\""
    echo '#!define WITH_SUBSCRIBERS'
  fi
  echo "include_file \"$(cd "$(dirname "$0")" && pwd)/kamailio.cfg\""
} > "$folder/kamailio.cfg"

# A table as db_text reads it: a colon or backslash of a password is none of the table's, and a line without a password is nobody's.
{
  echo 'username(string) password(string)'
  if [ -n "${REGISTRAR_SUBSCRIBERS_FILE:-}" ]; then cat "$REGISTRAR_SUBSCRIBERS_FILE"; else printf '%s\n' "${REGISTRAR_SUBSCRIBERS:-}"; fi |
    sed -n -E -e '/^[^:]+:.+/!d' -e 's/\\/\\\\/g' -e 's/:/\\:/2g' -e p
} > "$folder/subscribers/subscriber"

unset REGISTRAR_KEY REGISTRAR_SUBSCRIBERS
exec kamailio -f "$folder/kamailio.cfg" -DD -E -m 256 -M 16 -P "$folder/kamailio.pid" -Y "$folder"
