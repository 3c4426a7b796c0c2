package apt

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPlanIsReadFromASimulation(t *testing.T) {
	p, err := parse([]byte(`Reading package lists...
Remv libssl3 [3.0.20-1~deb12u2] [nginx:amd64 ]
Inst libc6 [2.36-9+deb12u14] (2.41-12+deb13u4 Debian:13.7/stable [amd64]) [libc-bin:amd64 ]
Inst gcc-14-base (14.2.0-19 Debian:13.7/stable, Debian-Security:13/stable-security [amd64])
Inst libfoo:i386 [1] (1:2 Debian:13.7/stable [i386])
Conf libc6 (2.41-12+deb13u4 Debian:13.7/stable [amd64])
`))
	require.NoError(t, err)
	require.Equal(t, &Plan{
		Install: []Package{
			{Name: "libc6", Arch: "amd64", Old: "2.36-9+deb12u14", New: "2.41-12+deb13u4"},
			{Name: "gcc-14-base", Arch: "amd64", New: "14.2.0-19"},
			{Name: "libfoo", Arch: "i386", Old: "1", New: "1:2"},
		},
		Remove: []string{"libssl3"},
	}, p)
	_, err = parse([]byte("Inst what is this\n"))
	require.ErrorContains(t, err, "not understood")
}

func TestAHookReadsBothVersionsOfTheProtocol(t *testing.T) {
	for in, removed := range map[string]string{
		"VERSION 2\nDPkg::Chroot-Directory=%2ftarget/\n\na 1 < 2 /a.deb\nb - < 1 /b.deb\nc 1 > - **REMOVE**\na 1 < 2 **CONFIGURE**\n":                               "c",
		"VERSION 3\nDPkg::Chroot-Directory=/target\n\na 1 amd64 none < 2 amd64 none /a.deb\nb - - none < 1 all none /b.deb\nc 1 amd64 none > - - none **REMOVE**\n": "c:amd64",
	} {
		h, err := ReadHook(strings.NewReader(in))
		require.NoError(t, err)
		require.Equal(t, &Hook{Plan: Plan{
			Install: []Package{{Name: "a", Old: "1", New: "2", File: "/a.deb"}, {Name: "b", New: "1", File: "/b.deb"}},
			Remove:  []string{removed},
		}, Root: "/target"}, h)
	}
}

func TestAPlanThatIsCutIsNone(t *testing.T) {
	for _, in := range []string{"VERSION 2\n", "VERSION 2\nA=b\n"} {
		_, err := ReadHook(strings.NewReader(in))
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	}
	_, err := parse([]byte("Remv \n"))
	require.Error(t, err)
}

func TestPackagesKeptBackAreTold(t *testing.T) {
	p, err := parse([]byte("The following packages have been kept back:\n  nginx redis\n  redis-server\nThe following packages will be upgraded:\n  a\nInst a [1] (2 Debian:13 [amd64])\n"))
	require.NoError(t, err)
	require.Equal(t, []string{"nginx", "redis", "redis-server"}, p.Kept)
	require.Len(t, p.Install, 1)
}

func FuzzReadHook(f *testing.F) {
	f.Add("VERSION 2\nA=b\n\na 1 < 2 /a.deb\n")
	f.Fuzz(func(_ *testing.T, s string) {
		_, _ = ReadHook(strings.NewReader(s))
		_, _ = parse([]byte(s))
	})
}
