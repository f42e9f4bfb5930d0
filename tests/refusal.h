/// What tests expect to be refused.
#pragma once

#include <functional>
#include <string>

namespace lingan::testing {

/// The text of the Error that something throws; "accepted" if it throws none. Errors of other types
/// are not caught.
template <class Error>
std::string refusal(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace lingan::testing
