package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// postgres starts a throwaway server with a database "jobops", names it to the
// tests in JOBOPS_TEST_POSTGRES and returns what stops it. A server that the
// environment already names is used as it is.
func (r *runner) postgres() (stop func(), err error) {
	if os.Getenv("JOBOPS_TEST_POSTGRES") != "" {
		return func() {}, nil
	}
	if server.find() == "" {
		r.leaveOut(server.what + " (no server program)")
		return func() {}, nil
	}
	c, err := newCluster(server.find())
	if err != nil {
		return nil, err
	}
	if err := c.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("postgres: %w", err), c.stop())
	}
	r.env = append(r.env, "JOBOPS_TEST_POSTGRES="+c.url())
	return func() {
		if err := c.stop(); err != nil {
			fmt.Fprintln(os.Stderr, "testrun: postgres:", err)
		}
	}, nil
}

// cluster is one server process and its folder.
type cluster struct {
	bin, dir, password string
	port               int
	user               user // who runs it: initdb refuses root
	server             *exec.Cmd
}

// newCluster makes the folder of a server whose program is at the path given.
func newCluster(program string) (*cluster, error) {
	program, err := filepath.EvalSymlinks(program) // its neighbours are where it really lives
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "jobops-postgres-")
	if err != nil {
		return nil, err
	}
	c := &cluster{bin: filepath.Dir(program), dir: dir, password: rand.Text(), user: unprivileged()}
	if c.port, err = freePort(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

func (c *cluster) start() error {
	secret := filepath.Join(c.dir, "password")
	if err := os.WriteFile(secret, []byte(c.password), 0o600); err != nil {
		return err
	}
	if err := c.user.own(c.dir, secret); err != nil {
		return err
	}
	err := c.run("initdb", "--pgdata="+c.data(), "--username=jobops", "--auth=scram-sha-256",
		"--pwfile="+secret, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	if err != nil {
		return err
	}
	c.server = c.command("postgres", "-D", c.data(), "-p", strconv.Itoa(c.port), "-k", c.dir, "-h", "127.0.0.1",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300")
	log, err := os.Create(filepath.Join(c.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		c.server = nil
		return err
	}
	if err := c.ready(); err != nil {
		return err
	}
	if err := c.sql("postgres", "CREATE DATABASE jobops"); err != nil {
		return err
	}
	return c.sql("jobops", "CREATE EXTENSION unaccent")
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *cluster) url() string {
	return fmt.Sprintf("postgres://jobops:%s@127.0.0.1:%d/jobops?sslmode=disable", c.password, c.port)
}

// ready waits until the server answers.
func (c *cluster) ready() error {
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		err := c.run("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(c.port))
		var answer *exec.ExitError
		if err == nil || !errors.As(err, &answer) || time.Now().After(end) {
			return err
		}
	}
}

func (c *cluster) sql(database, statement string) error {
	return c.run("psql", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(c.port), "-U", "jobops", "-d", database, "-c", statement)
}

// run runs one program of PostgreSQL and puts what it says into the error.
func (c *cluster) run(program string, args ...string) error {
	if out, err := c.command(program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, out)
	}
	return nil
}

func (c *cluster) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, program), args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "PGPASSWORD="+c.password)
	c.user.apply(cmd)
	return cmd
}

// stop ends the server within ten seconds and removes its folder.
func (c *cluster) stop() error {
	if c.server != nil {
		done := make(chan error, 1)
		go func() { done <- c.server.Wait() }()
		_ = c.server.Process.Signal(os.Interrupt) // fast shutdown
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			_ = c.server.Process.Kill()
			<-done
		}
	}
	return os.RemoveAll(c.dir)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
