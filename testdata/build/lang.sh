#!/usr/bin/env bash
# lang.sh OUT - OUT/lang, a small root file system with what language package
# managers leave behind and no Linux package database, so that nothing in it
# is owned by a package:
#   usr/lib/python3/dist-packages   egg-info and dist-info
#   usr/share/rubygems-integration  gemspecs, pure and native
#   srv/wiki/vendor                 composer's installed.json and its packages
#   usr/share/java                  jars
#   opt/app/app.jar                 a fat jar: jars inside, stored
#   opt/tomcat/webapps              a war as released, and one that holds a
#                                   jar and the fat jar (two levels)
#   usr/local/bin/sample            a Go binary with modules
#   opt/redis                       a redis-server put there by hand, with its
#                                   license text
#
# All of it is real: from Debian 12's packages and the Go module proxy. Redis
# is Debian 13's, from the tree that debian.sh makes in the same OUT. Runs on
# Debian 12 as root. Needs apt-get, dpkg-deb, go, zip.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=$(mkdir -p "${1:?usage: lang.sh OUT}" && cd "$1" && pwd)
need apt-get dpkg-deb go zip

tree=$out/lang
[[ -d $tree ]] && exit 0
[[ -d $out/debian-13 ]] || "$(dirname "${BASH_SOURCE[0]}")/debian.sh" "$out"

tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT
root=$tmp/root
mkdir -p "$root"/{etc,opt/{app,redis,tomcat/webapps},srv/wiki,usr/{lib,share,local/bin}}
cp -- "$out/base/debian-12/usr/lib/os-release" "$root/usr/lib/os-release"
ln -s ../usr/lib/os-release "$root/etc/os-release"

# fetch PACKAGE...: the Debian packages, unpacked together in $tmp/debs.
fetch() {
  mkdir -p "$tmp/dl" "$tmp/debs"
  local get=(apt-get -qq -o APT::Sandbox::User=root download "$@") deb
  (cd "$tmp/dl" && { "${get[@]}" 2>/dev/null || { apt-get -qq update && "${get[@]}"; }; }) >&2
  for deb in "$tmp"/dl/*.deb; do dpkg-deb -x "$deb" "$tmp/debs"; done
}

log "packages from Debian"
fetch python3-requests python3-six python3-yaml python3-urllib3 python3-idna \
  python3-chardet python3-certifi python3-packaging python3-paramiko \
  python3-attr python3-docutils \
  ruby-rack ruby-sinatra ruby-mustermann ruby-tilt ruby-bcrypt \
  liblog4j2-java libcommons-lang3-java libspring-core-java \
  dokuwiki jets3t
debs=$tmp/debs

mkdir -p "$root/usr/lib/python3" "$root/usr/share/java"
cp -R -- "$debs/usr/lib/python3/dist-packages" "$root/usr/lib/python3/"
cp -R -- "$debs/usr/share/rubygems-integration" "$root/usr/share/"
for dir in "$debs"/usr/lib/*/rubygems-integration; do   # native gems
  arch=$root/usr/lib/$(basename "$(dirname "$dir")")
  mkdir -p "$arch" && cp -R -- "$dir" "$arch/"
done
# The gems' own code beside their specifications.
mkdir -p "$root/usr/lib/ruby"
cp -R -- "$debs/usr/lib/ruby/vendor_ruby" "$root/usr/lib/ruby/"
cp -R -- "$debs/usr/share/dokuwiki/vendor" "$root/srv/wiki/"
# A file and the link with the version in its name, as Debian lays them out.
cp -P -- "$debs"/usr/share/java/{log4j-api,log4j-core}{,-2.19.0}.jar \
  "$debs"/usr/share/java/commons-lang3{,-3.12.0}.jar \
  "$debs"/usr/share/java/spring3-core{,-3.x}.jar "$root/usr/share/java/"

log "jars"
# A fat jar in the layout of Spring Boot: libraries stored, not compressed.
mkdir -p "$tmp/fat/BOOT-INF/lib" "$tmp/fat/META-INF/maven/com.example/app"
cp -L -- "$root/usr/share/java/log4j-api-2.19.0.jar" "$root/usr/share/java/log4j-core-2.19.0.jar" \
  "$root/usr/share/java/commons-lang3-3.12.0.jar" "$tmp/fat/BOOT-INF/lib/"
printf 'Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.JarLauncher\r\nImplementation-Title: app\r\nImplementation-Version: 1.4.2\r\n\r\n' \
  >"$tmp/fat/META-INF/MANIFEST.MF"
printf 'groupId=com.example\nartifactId=app\nversion=1.4.2\n' \
  >"$tmp/fat/META-INF/maven/com.example/app/pom.properties"
cat >"$tmp/fat/META-INF/maven/com.example/app/pom.xml" <<'POM'
<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>app</artifactId>
  <version>1.4.2</version>
  <licenses><license><name>The Apache Software License, Version 2.0</name></license></licenses>
</project>
POM
# archive DIR FILE OPTION...: the folder as a zip, names sorted, no extra fields.
archive() {
  local dir=$1 file=$2
  shift 2
  find "$dir" -exec touch -h -d 2026-01-01T00:00:00Z {} +
  (cd "$dir" && find . -type f -printf '%P\n' | LC_ALL=C sort | TZ=UTC zip -qX "$@" "$file" -@)
}
archive "$tmp/fat" "$root/opt/app/app.jar" -0

# A war with a plain jar and the fat jar: jars two levels down.
mkdir -p "$tmp/war/WEB-INF/lib" "$tmp/war/META-INF"
printf 'Manifest-Version: 1.0\r\n\r\n' >"$tmp/war/META-INF/MANIFEST.MF"
echo '<web-app/>' >"$tmp/war/WEB-INF/web.xml"
cp -L -- "$root/usr/share/java/spring3-core.jar" "$tmp/war/WEB-INF/lib/spring-core-4.3.30.RELEASE.jar"
cp -- "$root/opt/app/app.jar" "$tmp/war/WEB-INF/lib/app-1.4.2.jar"
archive "$tmp/war" "$root/opt/tomcat/webapps/sample.war"
# And one as its project releases it.
cp -L -- "$debs"/usr/share/jets3t/servlets/gatekeeper/gatekeeper-*.war "$root/opt/tomcat/webapps/"

log "Go binary"
mkdir "$tmp/go"
cat >"$tmp/go/main.go" <<'GO'
package main

import (
	"fmt"

	"github.com/hashicorp/go-version"
	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"
)

func main() {
	cmd := &cobra.Command{Use: "sample", Run: func(*cobra.Command, []string) {
		out, _ := yaml.Marshal(map[string]string{"version": version.Must(version.NewVersion("1.0")).String()})
		fmt.Print(string(out))
	}}
	_ = cmd.Execute()
}
GO
(
  cd "$tmp/go"
  go mod init example.com/sample
  go get github.com/spf13/cobra@v1.8.1 gopkg.in/yaml.v3@v3.0.1 github.com/hashicorp/go-version@v1.7.0
  go mod tidy
  CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$root/usr/local/bin/sample" .
) >"$tmp/go.log" 2>&1 || { cat "$tmp/go.log" >&2; exit 1; }

# Redis unpacked by hand: no package knows it. Its license text is the
# paragraph that Debian 13's copyright file has for "Files: *".
cp -L -- "$out/debian-13/usr/bin/redis-server" "$root/opt/redis/redis-server"
awk '/^Files: \*$/ { on = 1 } on && /^$/ { exit }
  on && /^License:/ { text = 1; next } on && text { sub(/^ /, ""); print }' \
  "$out/debian-13/usr/share/doc/redis-server/copyright" >"$root/opt/redis/LICENSE.txt"
grep -q RSALv2 "$root/opt/redis/LICENSE.txt"

mv -- "$root" "$tree"
