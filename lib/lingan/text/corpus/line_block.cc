#include <lingan/text/corpus/line_block.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan {
namespace {

constexpr size_t kBlockLines = 4096;
constexpr size_t kBlockBytes = size_t{4} << 20;
constexpr int64_t kLinesPerTask = 64;

}  // namespace

std::vector<NumberedLine> next_block(CorpusLines& lines) {
  std::vector<NumberedLine> block;
  size_t bytes = 0;
  while (block.size() < kBlockLines && bytes < kBlockBytes) {
    auto line = lines.next();
    if (!line) break;
    bytes += line->size();
    block.push_back({lines.lines(), std::move(*line)});
  }
  return block;
}

void for_each_line(const std::vector<NumberedLine>& block, const std::string& name,
                   const std::function<void(size_t)>& body) {
  parallel_for(static_cast<int64_t>(block.size()), kLinesPerTask, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      with_place([&] { return line_place(name, block[i].number); }, [&] { body(i); });
    }
  });
}

}  // namespace lingan
