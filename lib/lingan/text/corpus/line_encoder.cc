#include <lingan/text/corpus/line_encoder.h>

namespace lingan {

std::vector<std::vector<int32_t>> CpuLineEncoder::encode(const std::vector<NumberedLine>& block,
                                                         const std::string& name) const {
  std::vector<std::vector<int32_t>> ids(block.size());
  for_each_line(block, name, [&](size_t i) { ids[i] = tokenizer_.encode(block[i].text); });
  return ids;
}

}  // namespace lingan
