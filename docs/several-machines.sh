#!/usr/bin/env bash
# Plays several-machines.md: runs each of its blocks `sh on=HOST,…` in that host, in their order. A host is a network namespace
# with a file system of its own over this machine's. Needs root, Linux, iproute2, openssl and python3, and a folder with both
# forms of the archive (mvn -Pdist package -Dregatta.runtime).
#   docs/several-machines.sh FOLDER
set -euo pipefail

page=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/several-machines.md
archives=$(cd "${1:?usage: several-machines.sh FOLDER-WITH-THE-ARCHIVES}" && pwd)
hosts=(host1 host2 host3)
mark=rg$$
net=10.91.$(($$ % 250))
origin=93.184.215.14 # example.org: any address outside the ranges that downloads refuse
bridge=$mark-b
work=$(mktemp -d "${TMPDIR:-/tmp}/several-machines.XXXXXX")
declare -A holder
origin_pid=

clean_up() {
    local host
    [[ -z $origin_pid ]] || kill "$origin_pid" 2>/dev/null || true
    for host in "${hosts[@]}"; do
        [[ -z ${holder[$host]:-} ]] || kill -KILL "${holder[$host]}" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    for host in "${hosts[@]}" origin; do
        ip netns del "$mark-$host" 2>/dev/null || true
    done
    ip link del "$bridge" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT

say() { echo "== $*"; }

network() {
    local number=1 host address
    ip link add "$bridge" type bridge
    ip link set "$bridge" up
    for host in "${hosts[@]}" origin; do
        address=$net.$number/24
        [[ $host != origin ]] || address=$origin/32
        ip netns add "$mark-$host"
        ip link add "$mark-$number" type veth peer name eth0 netns "$mark-$host"
        ip link set "$mark-$number" master "$bridge" up
        ip -n "$mark-$host" addr add "$address" dev eth0
        ip -n "$mark-$host" link set eth0 up
        ip -n "$mark-$host" link set lo up
        [[ $host == origin ]] || ip -n "$mark-$host" route add "$origin/32" dev eth0
        [[ $host != origin ]] || ip -n "$mark-$host" route add "$net.0/24" dev eth0
        number=$((number + 1))
    done
}

# Runs in the new host: makes its file system and stays until it is killed.
# shellcheck disable=SC2016 # the host expands it
readonly BECOME_HOST='
set -euo pipefail
host=$1 work=$2 net=$3 origin=$4
hostname "$host"
mkdir -p "$work/$host"
mount -t tmpfs -o mode=0755 tmpfs "$work/$host"
mkdir "$work/$host"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/$host/upper,workdir=$work/$host/work" "$work/$host/root"
cd "$work/$host/root"
mount --rbind /dev dev
mount -t proc proc proc
mount --rbind /sys sys
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=0755 tmpfs opt
mkdir -p exchange
mount --bind "$work/exchange" exchange
mount --bind "$work/exchange/$host" root
[[ $host != host3 || ! -d usr/lib/jvm ]] || mount -t tmpfs tmpfs usr/lib/jvm # this one has no Java
printf "127.0.0.1 localhost\n$net.1 host1\n$net.2 host2\n$net.3 host3\n$origin example.org\n" >etc/hosts
install -m 0755 "$work/systemctl" usr/local/bin/systemctl
install -m 0755 "$work/scp" usr/local/bin/scp
touch "$work/exchange/$host.ready"
# The first process of a host takes leave of the others, as an init does.
exec chroot . /bin/bash -c "while :; do sleep 3600 & wait \$!; done"
'

start_host() {
    local host=$1
    mkdir -p "$work/exchange/$host"
    ip netns exec "$mark-$host" unshare --mount --uts --pid --fork --kill-child \
        bash -c "$BECOME_HOST" become "$host" "$work" "$net" "$origin" &
    holder[$host]=$!
    until [[ -e $work/exchange/$host.ready ]]; do
        kill -0 "${holder[$host]}"
        sleep 0.1
    done
}

# Runs a script, from standard input, as root in a host.
in_host() {
    local init
    init=$(pgrep -P "${holder[$1]}" | head -n 1)
    nsenter --target "$init" --mount --uts --net --pid --root --wdns=/ \
        env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        bash -c 'cd ~ && exec bash -euo pipefail -s'
}

# What a host has in place of systemd and ssh. The first runs a unit's ExecStart with its environment as its user.
stand_ins() {
    cat >"$work/systemctl" <<'SYSTEMCTL'
#!/usr/bin/env bash
set -euo pipefail
value() { sed -n "s/^$1=//p" "/etc/systemd/system/$unit.service"; }
start() {
    local environment=() line file
    while IFS= read -r line; do
        line=${line#\"}
        environment+=("${line%\"}")
    done < <(value Environment)
    file=$(value EnvironmentFile)
    while IFS= read -r line; do
        [[ $line == [A-Z]* ]] || continue
        line=${line/=\'/=}
        environment+=("${line%\'}")
    done <"${file#-}"
    read -ra command < <(value ExecStart)
    env -i "${environment[@]}" HOME=/var/lib/regatta PATH=/usr/local/bin:/usr/bin:/bin \
        setsid setpriv --reuid "$(value User)" --regid "$(value Group)" --init-groups --no-new-privs \
        "${command[@]}" >>"/var/log/$unit.log" 2>&1 </dev/null &
    echo $! >"/run/$unit.pid"
}
stop() {
    local pid deadline=$((SECONDS + 150))
    pid=$(cat "/run/$unit.pid")
    kill -TERM "$pid"
    while kill -0 "$pid" 2>/dev/null; do
        ((SECONDS < deadline)) || { echo "$unit does not stop" >&2; exit 1; }
        sleep 0.1
    done
}
action=$1
unit=${*: -1}
case $action in
    daemon-reload) ;;
    enable) start ;;
    restart) stop; start ;;
    stop) stop ;;
esac
SYSTEMCTL
    cat >"$work/scp" <<'SCP'
#!/usr/bin/env bash
set -euo pipefail
cp -r "$2" "/exchange/${3%:}/"
SCP
}

blocks() { awk '/^```sh on=/ { sub(/.*on=/, ""); print "#on " $0; inside = 1; next } /^```/ { inside = 0 } inside' "$page"; }

# Runs a command of regatta on host1 as the page's step 5 does.
regatta() { in_host host1 <<<"REGATTA_COORDINATOR=https://host1:8080 regatta $*"; }

joined() { regatta workers --json | python3 -c 'import json, sys
print(sum(w["pool"] == "cluster" and w["state"] == "JOINED" for w in json.load(sys.stdin)["items"]))'; }

await_workers() {
    local host deadline=$((SECONDS + 120))
    until [[ $(joined 2>/dev/null) == "$1" ]]; do
        if ((SECONDS > deadline)); then
            echo "not $1 workers" >&2
            for host in "${hosts[@]}"; do
                in_host "$host" <<<'tail -n 20 /var/log/regatta-*.log' >&2 || true
            done
            regatta workers >&2 || true
            exit 1
        fi
    done
}

# Fails unless jobs that ran while a worker drained end without a failed task. Says so if one was over before.
still_succeed() {
    local job
    for job in "$@"; do
        [[ $(field "$job" state) == RUNNING ]] || say "job $job was over before the worker had drained"
    done
    for job in "$@"; do
        say "job $job, which ran meanwhile"
        regatta watch "$job"
        [[ $(field "$job" state) == SUCCEEDED && $(field "$job" failed) == 0 ]]
    done
}

field() { regatta job "$1" --json | python3 -c 'import json, sys
job = json.load(sys.stdin)
print({**job["progress"], **job}[sys.argv[1]])' "$2"; }

play() { # the hosts, the block
    local host
    # What the page assumes at this place.
    case $2 in
        *'submit download'*) await_workers 2 ;;
        *'restart regatta-worker'* | *'stop regatta-worker'*)
            computing=$(regatta submit sum-of-squares --target 100000000 --repeat 3000 --mode cluster)
            waiting=$(regatta submit download --url http://example.org/ --repeat 8000 --mode cluster) ;;
    esac
    for host in ${1//,/ }; do
        say "$host"
        in_host "$host" <<<"$2" 2>&1 | sed "s/^/$host: /"
    done
    case $2 in
        *'restart regatta-worker'*)
            still_succeed "$computing" "$waiting"
            await_workers 2 ;;
        *'stop regatta-worker'*)
            still_succeed "$computing" "$waiting"
            await_workers 1 ;;
    esac
}

say "three hosts"
mkdir -p "$work/exchange" "$work/origin"
chmod 0755 "$work" "$work/exchange"
echo "a page" >"$work/origin/index.html"
stand_ins
network
for host in "${hosts[@]}"; do
    start_host "$host"
    cp "$archives"/regatta-*.tar.gz "$work/exchange/$host/"
done
ip netns exec "$mark-origin" python3 -m http.server --directory "$work/origin" --bind "$origin" 80 >/dev/null 2>&1 &
origin_pid=$!

on= block=
while IFS= read -r line; do
    if [[ $line == '#on '* ]]; then
        [[ -z $on ]] || play "$on" "$block"
        on=${line#'#on '} block=
    else
        block+=$line$'\n'
    fi
done < <(blocks)
play "$on" "$block"
in_host host1 <<<'systemctl stop regatta-coordinator'
say "walked the whole page"
