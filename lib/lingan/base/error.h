/// Errors of lingan: one family of exceptions.
///
/// A message says what is wrong, where (file and line, byte, or key) and how to repair it, in one
/// line. A field of an options struct is named in backticks, as `bad_text`. The library never
/// prints or exits; the program prints the line and exits with 1 (2 for a UsageError).
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace lingan {

/// Base of every exception that lingan throws on purpose.
class Error : public std::runtime_error {
 public:
  /// @param place  what the message is about: a file, `file:line` or key; empty: the message says.
  explicit Error(const std::string& message, std::string place = {})
      : std::runtime_error(place.empty() ? message : place + ": " + message),
        place_(std::move(place)) {}

  /// The place that the message begins with, or nothing.
  const std::string& place() const noexcept { return place_; }

 private:
  std::string place_;
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

/// The operating system refused, or another process has what is needed: missing file, full disk, no
/// permission, a run that is being trained.
class IoError : public Error {
 public:
  using Error::Error;
};

/// What reads standard output has left: nothing more is wanted there.
class ReaderLeft : public IoError {
 public:
  using IoError::IoError;
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

/// Calls body(). Of an error in data that names no place yet it says the place.
/// @param where  gives the place; called if there is such an error.
/// @throws InputError with a place for an InputError without one.
template <typename Where, typename Body>
decltype(auto) with_place_of_data(const Where& where, const Body& body) {
  try {
    return body();
  } catch (const InputError& error) {
    if (!error.place().empty()) throw;
    throw InputError(error.what(), where());
  }
}

/// The same, also of a value that does not fit in the data.
/// @throws InputError with a place for an InputError without one and for a UsageError.
template <typename Where, typename Body>
decltype(auto) with_place(const Where& where, const Body& body) {
  try {
    return with_place_of_data(where, body);
  } catch (const UsageError& error) {
    throw InputError(error.what(), where());
  }
}

}  // namespace lingan
