#include <lingan/text/line_stream.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 18;
constexpr size_t kBlocksPerThread = 4;

}  // namespace

LineStream::LineStream(const std::filesystem::path& path, BadText bad_text)
    : stream_(&std::cin), check_(path == "-" ? "stdin" : path.string(), bad_text) {
  if (path == "-") return;
  file_ = open_text(path);
  stream_ = &file_;
}

LineStream::LineStream(std::istream& stream, std::string name, BadText bad_text)
    : stream_(&stream), check_(std::move(name), bad_text) {}

/// Reads whole lines, and of a line that is too long so much that this shows; false at the end.
bool LineStream::read(Block& block) {
  block.text.swap(rest_);
  rest_.clear();
  size_t end = std::string::npos;
  while (end == std::string::npos && block.text.size() <= kLongestLine) {
    const size_t had = block.text.size();
    block.text.resize(had + kBlockBytes);
    stream_->read(block.text.data() + had, kBlockBytes);
    block.text.resize(had + static_cast<size_t>(stream_->gcount()));
    if (stream_->bad()) throw IoError(name() + ": cannot read: " + std::strerror(errno));
    if (block.text.size() == had) break;
    end = block.text.rfind('\n');
  }
  if (end != std::string::npos) {
    rest_.assign(block.text, end + 1);
    block.text.resize(end + 1);
  }
  block.first_line = lines_ + 1;
  lines_ += std::count(block.text.begin(), block.text.end(), '\n');
  if (!block.text.empty() && block.text.back() != '\n') ++lines_;
  return !block.text.empty();
}

void LineStream::convert_block(Block& block, const LineConversion& convert) const {
  block.result.clear();
  block.failure = nullptr;
  std::string room;
  std::string_view text = block.text;
  for (int64_t number = block.first_line; !text.empty(); ++number) {
    const size_t bytes = std::min(text.find('\n'), text.size());
    const size_t before = block.result.size();
    try {
      const CheckedLine line = check_.check(text.substr(0, bytes), number, room);
      if (!line.is_skipped) convert(line.text, block.result);
    } catch (const InputError& error) {
      block.result.resize(before);
      const std::string where = name() + ":" + std::to_string(number) + ": ";
      const std::string message = error.what();
      block.failure = std::make_exception_ptr(
          InputError(message.starts_with(where) ? message : where + message));
      return;
    }
    text.remove_prefix(std::min(bytes + 1, text.size()));
  }
}

bool LineStream::next(const LineConversion& convert, std::vector<std::string>& results) {
  results.clear();
  if (failure_) std::rethrow_exception(failure_);
  blocks_.resize(kBlocksPerThread * static_cast<size_t>(thread_count()));
  size_t count = 0;
  while (count < blocks_.size() && read(blocks_[count])) ++count;
  parallel_for(static_cast<int64_t>(count), 1, [&](int64_t begin, int64_t) {
    convert_block(blocks_[static_cast<size_t>(begin)], convert);
  });
  for (size_t i = 0; i < count && !failure_; ++i) {
    results.push_back(std::move(blocks_[i].result));
    failure_ = blocks_[i].failure;
  }
  return count > 0;
}

}  // namespace lingan
