#include <lingan/base/descriptor.h>

#include <cerrno>
#include <charconv>
#include <cstdint>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

/// Whether a call that failed is to be made again: after a signal, or once a descriptor that
/// another program made non-blocking is ready.
bool should_repeat(int descriptor, short event) {
  if (errno == EINTR) return true;
  if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  pollfd wanted{descriptor, event, 0};
  return ::poll(&wanted, 1, -1) >= 0 || errno == EINTR;
}

/// Calls read() until it answers.
template <typename Read>
size_t repeat_read(int descriptor, const std::string& name, const Read& read) {
  for (;;) {
    const ssize_t got = read();
    if (got >= 0) return static_cast<size_t>(got);
    if (!should_repeat(descriptor, POLLIN)) throw_io_error(name, "cannot read");
  }
}

/// Whether the names in a folder are the numbers of this process's descriptors: /dev/fd and its kin
/// /proc/self/fd, /proc/thread-self/fd, /proc/PID/fd.
bool holds_own_descriptors(const std::filesystem::path& folder) {
  if (folder == "/dev/fd" || folder == "/proc/self/fd") return true;  // without /proc, too
  std::error_code error;
  const std::string real = std::filesystem::canonical(folder, error).string();
  const std::string own = "/proc/" + std::to_string(::getpid());
  return !error &&
         (real == own + "/fd" || (real.starts_with(own + "/task/") && real.ends_with("/fd")));
}

}  // namespace

std::error_code Descriptor::close() {
  const int value = std::exchange(value_, -1);
  if (value < 0 || ::close(value) == 0 || errno == EINTR) return {};
  return {errno, std::generic_category()};
}

Descriptor copy_descriptor(int number) { return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, 3)); }

std::optional<int> descriptor_named(const std::filesystem::path& path) {
  const std::string name = path.lexically_normal().string();
  if (name == "/dev/stdin") return 0;
  if (name == "/dev/stdout") return 1;
  if (name == "/dev/stderr") return 2;
  const std::filesystem::path whole(name);
  const std::string file = whole.filename().string();
  int number = -1;
  const char* const end = file.data() + file.size();
  const auto [stop, error] = std::from_chars(file.data(), end, number);
  const bool is_number = error == std::errc() && stop == end && number >= 0;
  return is_number && holds_own_descriptors(whole.parent_path()) ? std::optional(number)
                                                                 : std::nullopt;
}

void throw_io_error(const std::string& place, const std::string& what) {
  throw_io_error(place, what, {errno, std::generic_category()});
}

void throw_io_error(const std::string& place, const std::string& what, std::error_code reason) {
  throw IoError(what + ": " + reason.message(), place);
}

size_t read_some(int descriptor, char* buffer, size_t bytes, const std::string& name) {
  return repeat_read(descriptor, name, [&] { return ::read(descriptor, buffer, bytes); });
}

size_t read_some_at(int descriptor, char* buffer, size_t bytes, int64_t at,
                    const std::string& name) {
  return repeat_read(descriptor, name,
                     [&] { return ::pread(descriptor, buffer, bytes, static_cast<off_t>(at)); });
}

std::error_code write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(static_cast<size_t>(written));
    } else if (!should_repeat(descriptor, POLLOUT)) {
      return {errno, std::generic_category()};
    }
  }
  return {};
}

}  // namespace lingan
