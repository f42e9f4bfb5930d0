#include <lingan/model/generators/labelled_sources.h>

#include <vector>

namespace lingan {

std::shared_ptr<const SourceTable> sources_of_label(const SourceTable& sources, int32_t label) {
  auto own = std::make_shared<SourceTable>(sources);
  std::erase_if(own->sampled,
                [&](int32_t source) { return sources.sentences.labels.at(source) != label; });
  return own;
}

std::shared_ptr<const SourceTable> sources_with_label(const SourceTable& sources, int32_t label) {
  auto labelled = std::make_shared<SourceTable>(sources);
  labelled->sentences.labels.assign(static_cast<size_t>(sources.sentences.rows), label);
  return labelled;
}

}  // namespace lingan
