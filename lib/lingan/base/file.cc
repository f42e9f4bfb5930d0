#include <lingan/base/file.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/base/output_file.h>

namespace lingan {
namespace {

void require_size(uint64_t bytes, uint64_t max_bytes, const std::filesystem::path& path) {
  if (bytes <= max_bytes) return;
  throw InputError("too long: " + std::to_string(bytes) + " bytes or more, the limit is " +
                       std::to_string(max_bytes),
                   input_name(path));
}

/// A small file must not become one that fills the memory. Text and weights shrink by far less.
void require_honest_packing(uint64_t bytes, uint64_t packed, const std::filesystem::path& path) {
  constexpr uint64_t kFree = uint64_t{64} << 20;
  constexpr uint64_t kMaximumRatio = 100;
  if (bytes <= kFree || packed == 0 || bytes / packed <= kMaximumRatio) return;
  throw InputError("the compressed data become more than " + std::to_string(kMaximumRatio) +
                       " times as long; unpack the file to use it",
                   input_name(path));
}

}  // namespace

std::string read_file(const std::filesystem::path& path, uint64_t max_bytes) {
  const auto source = open_input(path);
  require_size(source->size(), max_bytes, path);
  std::string content;
  content.reserve(static_cast<size_t>(source->size()));
  char buffer[1 << 16];
  const auto read = [&] {
    return with_place([&] { return input_name(path); },
                      [&] { return source->read(buffer, sizeof buffer); });
  };
  while (const size_t got = read()) {
    content.append(buffer, got);
    require_size(content.size(), max_bytes, path);
    require_honest_packing(content.size(), source->taken(), path);
  }
  return content;
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  OutputFile file(path);
  file.write(content);
  file.finish();
}

LineFile::LineFile(const std::filesystem::path& path, uint64_t keep_bytes)
    : name_(path.string()),
      descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)),
      size_(keep_bytes) {
  const int file = descriptor_.get();
  if (!descriptor_.is_open()) throw_io_error(name_, "cannot open");
  struct stat status;
  if (::fstat(file, &status) != 0 || static_cast<uint64_t>(status.st_size) < keep_bytes) {
    throw IoError("shorter than the " + std::to_string(keep_bytes) +
                      " bytes that were written before; the file was cut by something else",
                  name_);
  }
  if (::ftruncate(file, static_cast<off_t>(keep_bytes)) != 0 || ::lseek(file, 0, SEEK_END) < 0) {
    throw_io_error(name_, "cannot cut to its saved length");
  }
}

void LineFile::append(std::string_view line) {
  std::string record(line);
  record += '\n';
  if (const std::error_code reason = write_all(descriptor_.get(), record)) {
    throw_io_error(name_, "cannot write", reason);
  }
  size_ += record.size();
}

void LineFile::sync() {
  if (::fsync(descriptor_.get()) != 0) throw_io_error(name_, "cannot flush to disk");
}

}  // namespace lingan
