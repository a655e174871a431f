//! The real program on a database of its own, which can be killed and started again.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bekertje");

/// Where the data are.
pub enum Database {
    Sqlite,
    /// Its own database on the server of `TEST_DATABASE_URL`.
    Postgres {
        server: String,
        name: String,
    },
}

impl Database {
    /// The databases on which this run can test; PostgreSQL may be left out only on purpose.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Sqlite];
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => {
                let name = format!("bekertje_crash_{}_{:x}", std::process::id(), rand::random::<u32>());
                psql(&server, &format!("CREATE DATABASE {name}"));
                all.push(Self::Postgres { server, name });
            }
            Err(_) => assert_eq!(
                std::env::var("BEKERTJE_SKIP_POSTGRES").as_deref(),
                Ok("1"),
                "TEST_DATABASE_URL names no PostgreSQL server (or set BEKERTJE_SKIP_POSTGRES=1)"
            ),
        }
        all
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { server, name } = self {
            psql(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn psql(server: &str, sql: &str) {
    let status = Command::new("psql").args([server, "--quiet", "--command", sql]).status().unwrap();
    assert!(status.success(), "{sql}");
}

pub struct Shop {
    folder: TempDir,
    database: Database,
    program: Option<Child>,
    pub url: String,
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Shop {
    /// An empty shop that has not opened yet.
    pub fn new(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        fs::write(folder.path().join("site/manifest.json"), r#"{"build":"test","files":{}}"#).unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        Self { folder, database, program: None, url: String::new() }
    }

    /// Another shop on a copy of these data; not while it is open.
    pub fn copy(&self) -> Self {
        assert!(self.program.is_none(), "a copy of an open database is no copy");
        let copy = Self::new(Database::Sqlite);
        for file in fs::read_dir(self.data()).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), copy.data().join(file.file_name())).unwrap();
        }
        copy
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, parameters: &[&str]) -> Command {
        self.dressed(Command::new(PROGRAM), parameters)
    }

    fn dressed(&self, mut command: Command, parameters: &[&str]) -> Command {
        command
            .args(parameters)
            .env("BEKERTJE_DATA", self.data())
            .env("BEKERTJE_LOG", "off")
            .env_remove("DATABASE_URL");
        if let Database::Postgres { server, name } = &self.database {
            // The database of the server that the tests were given is called as its user.
            let url = server.replacen("/bekertje?", &format!("/{name}?"), 1);
            assert_ne!(url, *server, "TEST_DATABASE_URL is not of with-postgres.sh");
            command.env("DATABASE_URL", url);
        }
        command
    }

    fn serving(&self) -> [String; 6] {
        let site = self.folder.path().join("site").to_str().unwrap().to_owned();
        ["serve", "--demo", "--listen", "127.0.0.1:0", "--site", &site].map(str::to_owned)
    }

    #[track_caller]
    pub fn open(&mut self) {
        assert!(self.open_until(None), "the program did not open");
    }

    /// Opens, and ends by itself at a point of [`server::crash`] when one is given. Whether it came as far as opening.
    pub fn open_until(&mut self, crash_at: Option<&str>) -> bool {
        let serving = self.serving();
        let mut command = self.command(&serving.each_ref().map(String::as_str));
        if let Some(point) = crash_at {
            command.env("BEKERTJE_CRASH_AT", point);
        }
        self.start(command).is_some()
    }

    /// Opens with a limit on the size of every file: what a full disk does to a growing log.
    pub fn open_with_room_for(&mut self, bytes: u64) {
        let serving = self.serving();
        // POSIX counts in blocks of 512 bytes. The signal must not end the program: a full disk does not either.
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", bytes.div_ceil(512));
        let mut sh = Command::new("sh");
        sh.args(["-c", &script, PROGRAM]);
        let command = self.dressed(sh, &serving.each_ref().map(String::as_str));
        self.start(command).expect("the program did not open");
    }

    /// Waits until it says where it listens; `None` when it ended before that.
    fn start(&mut self, mut command: Command) -> Option<()> {
        assert!(self.program.is_none(), "it is open already");
        let mut program = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line[line.find("http://127.0.0.1:")?..].to_owned()));
        // It says more; someone must listen.
        thread::spawn(move || lines.count());
        self.program = Some(program);
        self.url = address?.trim_end_matches("/demo").to_owned();
        Some(())
    }

    /// The power is cut.
    pub fn kill(&mut self) {
        if let Some(mut program) = self.program.take() {
            let _ = program.kill();
            let _ = program.wait();
        }
    }

    /// What the system does when it shuts down.
    pub fn ask_to_stop(&self) {
        let id = self.program.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits until the program has ended by itself.
    #[track_caller]
    pub fn await_end(&mut self) -> ExitStatus {
        end_of(self.program.take().unwrap())
    }

    /// Waits until the program has crashed, as `open` with a crash point makes it do.
    pub fn await_crash(&mut self) {
        assert!(!self.await_end().success(), "it ended well, which nobody asked for");
    }

    /// Recomputes all books with the program's own command.
    #[track_caller]
    pub fn verify(&self) {
        let output = self.command(&["verify"]).output().unwrap();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    }

    /// Replaces the database by its own backup: everything is in it, and its log is empty.
    pub fn empty_log(&self) {
        let backup = self.folder.path().join("backup.sqlite");
        let output = self.command(&["backup", "--to", backup.to_str().unwrap()]).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        fs::remove_dir_all(self.data()).unwrap();
        fs::create_dir(self.data()).unwrap();
        fs::rename(backup, self.data().join("bekertje.sqlite")).unwrap();
    }

    /// What the program says when it cannot open; as someone who may not write in the data folder.
    pub fn fail_to_open_read_only(&self) -> String {
        let nobody = 65_534;
        let mut serving = self.serving().to_vec();
        serving.retain(|word| word != "--demo");
        let serving: Vec<_> = serving.iter().map(String::as_str).collect();
        let mut command = self.command(&serving);
        if is_root() {
            // Root may write everywhere; nobody may not, and needs a program that is not in root's folders.
            let program = self.folder.path().join("bekertje");
            fs::copy(PROGRAM, &program).unwrap();
            command = self.dressed(Command::new(program), &serving);
            command.uid(nobody).gid(nobody);
        }
        let mut program = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut says = program.stderr.take().unwrap();
        assert!(!end_of(program).success(), "it opened on a disk that it cannot write");
        let mut said = String::new();
        says.read_to_string(&mut said).unwrap();
        said
    }
}

#[track_caller]
fn end_of(mut program: Child) -> ExitStatus {
    let id = program.id().to_string();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(program.wait()));
    let Ok(status) = told.recv_timeout(Duration::from_secs(60)) else {
        let _ = Command::new("kill").args(["-KILL", &id]).status();
        panic!("the program did not end");
    };
    status.unwrap()
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    text(&output.stdout).trim() == "0"
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Takes all rights to write away, and gives everyone the right to read.
pub fn make_read_only(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for file in fs::read_dir(folder).unwrap() {
        fs::set_permissions(file.unwrap().path(), PermissionsExt::from_mode(0o444)).unwrap();
    }
    fs::set_permissions(folder, PermissionsExt::from_mode(0o555)).unwrap();
    fs::set_permissions(folder.parent().unwrap(), PermissionsExt::from_mode(0o755)).unwrap();
}
