//! The worker process and the frames it is spoken to in: a length of four bytes, most significant first, and the bytes.

use super::{Answer, Working};
use std::io::{self, Read, Write};
use std::process::Stdio;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// No frame is longer: 256 MiB, many times any report.
const LONGEST: u32 = 1 << 28;

/// A running worker; it is killed when this is dropped.
#[derive(Debug)]
pub(super) struct Worker {
    /// Held, because dropping it ends the process.
    _process: Child,
    jobs: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// The worker ended, or does not speak as it should.
#[derive(Debug)]
pub(super) struct Broken(pub String);

impl Worker {
    /// Starts the program, without our environment: it needs neither database nor key. What it says besides goes where
    /// our own messages go.
    pub(super) fn start(working: &Working) -> io::Result<Self> {
        let mut process = Command::new(&working.program)
            .args(&working.arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(jobs), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Self { _process: process, jobs, answers: BufReader::new(answers) })
    }

    /// One job, its answer and the file.
    pub(super) async fn ask(&mut self, frame: &[u8]) -> Result<(Answer, Vec<u8>), Broken> {
        let length = length_of(frame).map_err(|error| Broken(error.to_string()))?;
        let broken = |error: io::Error| Broken(error.to_string());
        self.jobs.write_all(&length.to_be_bytes()).await.map_err(broken)?;
        self.jobs.write_all(frame).await.map_err(broken)?;
        self.jobs.flush().await.map_err(broken)?;
        let answer = self.frame().await.map_err(broken)?;
        let answer = serde_json::from_slice(&answer).map_err(|error| Broken(error.to_string()))?;
        Ok((answer, self.frame().await.map_err(broken)?))
    }

    async fn frame(&mut self) -> io::Result<Vec<u8>> {
        let length = self.answers.read_u32().await?;
        let mut frame = vec![0; within(length)? as usize];
        self.answers.read_exact(&mut frame).await?;
        Ok(frame)
    }
}

/// The worker's side: the next frame; `None` when nothing more comes.
///
/// # Errors
/// Input that ends within a frame, or a length no frame has.
pub fn read_frame(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let mut frame = vec![0; within(u32::from_be_bytes(length))? as usize];
    input.read_exact(&mut frame)?;
    Ok(Some(frame))
}

/// The worker's side: writes a frame and sends it off.
///
/// # Errors
/// A frame that is too long, or output that fails.
pub fn write_frame(output: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    output.write_all(&length_of(frame)?.to_be_bytes())?;
    output.write_all(frame)?;
    output.flush()
}

fn length_of(frame: &[u8]) -> io::Result<u32> {
    within(u32::try_from(frame.len()).unwrap_or(u32::MAX))
}

fn within(length: u32) -> io::Result<u32> {
    if length <= LONGEST { Ok(length) } else { Err(io::ErrorKind::InvalidData.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_were_written() {
        let mut wire = Vec::new();
        for frame in [&b"one"[..], b"", &[7; 9_000]] {
            write_frame(&mut wire, frame).unwrap();
        }
        let mut wire = &wire[..];
        for frame in [&b"one"[..], b"", &[7; 9_000]] {
            assert_eq!(read_frame(&mut wire).unwrap().unwrap(), frame);
        }
        assert_eq!(read_frame(&mut wire).unwrap(), None);
    }

    #[test]
    fn a_length_no_frame_has_is_refused_before_memory_is_taken() {
        assert!(read_frame(&mut &[0xff, 0xff, 0xff, 0xff, 1][..]).is_err());
        assert!(read_frame(&mut &[0, 0, 0, 9, 1][..]).is_err());
    }
}
