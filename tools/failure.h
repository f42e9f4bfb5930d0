/// How a command that failed ends.
#pragma once

#include <string>

namespace lingan::tools {

inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kInterrupted = 130;

/// What a user is told, in one line, and the exit code.
struct Failure {
  std::string message;
  int code = kFailed;
};

/// Of the exception that is being handled. One that is no std::exception is thrown on.
Failure present_failure();

}  // namespace lingan::tools
