/// Errors of lingan: one family of exceptions.
///
/// A message says what is wrong, where (file and line, byte, or key) and how to mend it, in one
/// line. The library never prints or exits; the program prints the line and exits with 1 (2 for a
/// UsageError).
#pragma once

#include <stdexcept>
#include <string>

namespace lingan {

/// Base of every exception that lingan throws on purpose.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The caller asked for something that does not exist or does not fit (unknown name, bad option).
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Data from outside is malformed: text, checkpoints, models, recipes, grammars.
class InputError : public Error {
 public:
  using Error::Error;
};

/// The operating system refused: missing file, full disk, no permission.
class IoError : public Error {
 public:
  using Error::Error;
};

/// A computation left the numbers that it can use: NaN or infinity in training.
class NumericError : public Error {
 public:
  using Error::Error;
};

/// The user interrupted the run (SIGINT or SIGTERM); the run was saved first.
class Interrupted : public Error {
 public:
  using Error::Error;
};

}  // namespace lingan
