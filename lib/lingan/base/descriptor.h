/// File descriptors: owned, and read and written in whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace lingan {

/// Closes a descriptor when it goes out of scope.
class Descriptor {
 public:
  /// @param value  -1: none.
  explicit Descriptor(int value = -1) : value_(value) {}
  ~Descriptor() { (void)close(); }
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }

  int get() const { return value_; }
  bool is_open() const { return value_ >= 0; }
  /// Closes it now.  @return what a file system says no earlier: that the last bytes did not fit.
  std::error_code close();

 private:
  int value_;
};

/// A descriptor of the same open file.  @return none, with errno, where `number` is not open.
Descriptor copy_descriptor(int number);

/// The number in `/dev/stdin`, `/dev/stdout`, `/dev/stderr`, `/dev/fd/N` and `/proc/self/fd/N`.
std::optional<int> descriptor_named(const std::filesystem::path& path);

/// Throws an IoError with the system's words for errno.
/// @param what  failed: "cannot open".
[[noreturn]] void throw_io_error(const std::string& place, const std::string& what);
/// The same for a reason that was kept.
[[noreturn]] void throw_io_error(const std::string& place, const std::string& what,
                                 std::error_code reason);

/// Reads at most `bytes` bytes, those that are there first; waits for one.
/// @param name  for messages.  @return how many; 0 at the end.  @throws IoError
size_t read_some(int descriptor, char* buffer, size_t bytes, const std::string& name);

/// The same from a place of a file that has places.
size_t read_some_at(int descriptor, char* buffer, size_t bytes, int64_t at,
                    const std::string& name);

/// Writes all of the content, however long the reader takes.
/// @return the system's reason if it cannot.
std::error_code write_all(int descriptor, std::string_view content);

}  // namespace lingan
