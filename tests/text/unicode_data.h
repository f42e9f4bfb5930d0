/// Unicode's conformance files, where Debian's package unicode-data has them.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace lingan::testing {

inline std::filesystem::path unicode_data() { return "/usr/share/unicode"; }

/// The UTF-8 of a code point in hexadecimal.
inline std::string to_utf8(const std::string& hexadecimal) {
  const auto c = static_cast<uint32_t>(std::stoul(hexadecimal, nullptr, 16));
  const auto byte = [](uint32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  const char last = byte(0x80 | (c & 0x3F));
  if (c < 0x800) return {byte(0xC0 | c >> 6), last};
  const char third = byte(0x80 | (c >> 6 & 0x3F));
  if (c < 0x10000) return {byte(0xE0 | c >> 12), third, last};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), third, last};
}

/// The lines of a file that are no comments, section heads or empty; bzcat unpacks `.bz2`.
inline std::vector<std::string> unicode_lines(const std::string& name) {
  const auto path = (unicode_data() / name).string();
  std::string content;
  FILE* pipe = ::popen((path.ends_with(".bz2") ? "bzcat " + path : "cat " + path).c_str(), "r");
  char buffer[4096];
  while (const size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) content.append(buffer, got);
  ::pclose(pipe);
  std::istringstream stream(content);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line[0] != '#' && line[0] != '@') lines.push_back(line);
  }
  return lines;
}

}  // namespace lingan::testing

/// Ends the test as skipped when the file is absent.
#define LINGAN_NEEDS_UNICODE(NAME)                                        \
  if (!std::filesystem::exists(lingan::testing::unicode_data() / (NAME))) \
  GTEST_SKIP() << (lingan::testing::unicode_data() / (NAME)).string()     \
               << " is absent; Debian's package unicode-data has it"
