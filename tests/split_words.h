/// Lines as words.
#pragma once

#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace lingan::testing {

using Words = std::vector<std::string>;

/// The words between white space.
inline Words split(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

}  // namespace lingan::testing
