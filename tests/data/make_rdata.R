# Makes the four small .rdata files of this folder, with invented people and the structure of the files
# that engagelab.datasets reads: run Rscript make_rdata.R here. Needs R 4.2 and its package Matrix.
library(Matrix)

# What the package that publishes the data calls a diffnet: one graph a period, times of adoption.
diffnet <- function(ids, from, to, weight, toa, periods) {
  n <- length(ids)
  one <- sparseMatrix(match(from, ids), match(to, ids), x = weight, dims = c(n, n),
                      dimnames = list(ids, ids))
  adopt <- 1L * outer(toa, seq_len(periods), "==")
  dimnames(adopt) <- list(ids, seq_len(periods))
  empty <- data.frame(matrix(nrow = n, ncol = 0), row.names = ids)
  structure(list(
    graph = setNames(rep(list(one), periods), seq_len(periods)),
    toa = setNames(as.integer(toa), ids),
    adopt = adopt, cumadopt = t(apply(adopt, 1, cumsum)),
    vertex.static.attrs = data.frame(note = rep(NA_character_, n), row.names = ids),
    vertex.dyn.attrs = setNames(rep(list(empty), periods), seq_len(periods)),
    graph.attrs = data.frame(matrix(nrow = periods, ncol = 0)),
    meta = list(type = "dynamic", class = "list", ids = ids, pers = seq_len(periods),
                nper = periods, n = n, self = FALSE, undirected = FALSE, multiple = TRUE)
  ), class = "diffnet")
}

# A survey as read.dta leaves it, with its attributes and with answers that are missing.
survey <- function(frame) {
  for (name in c("datalabel", "time.stamp")) attr(frame, name) <- "invented"
  attr(frame, "formats") <- rep("%8.0g", ncol(frame))
  attr(frame, "label.table") <- list(yesno = c(no = 0L, yes = 1L))
  frame
}

# Three villages, listed by village, and their graph in the order of labels as text.
kfamily <- survey(data.frame(
  village = c(1L, 1L, 2L, 2L, 10L, 10L), recno1 = 1:6, id = c(2L, 3L, 1L, 5L, 1L, 4L),
  toa = c(4L, 11L, 1L, 3L, 11L, 2L), cfp = c(3L, 1L, 2L, 2L, 1L, 4L), club1 = 1L, club2 = c(1, 2, 1, 2, 2, 2),
  commun = c(1L, 1L, 2L, 2L, 10L, 10L),
  setNames(rep(list(c(0L, 1L, NA, 2L, 0L, 1L)), 19), paste0("media", 1:19))))
ids <- sort(as.character(kfamily$village * 1000 + kfamily$id), method = "radix")
kfamilyDiffNet <- diffnet(ids, from = c("1002", "10001", "10004", "2001", "2005"),
                          to = c("1003", "10004", "10001", "2005", "2001"),
                          weight = c(2, 1, 1, 6, 1), toa = kfamily$toa, periods = 11L)
save(kfamily, file = "kfamily.rdata", version = 2)
save(kfamilyDiffNet, file = "kfamilyDiffNet.rdata", version = 2, compress = "bzip2")

medInnovations <- survey(data.frame(
  city = c(1L, 1L, 2L, 2L), id = 1:4, detail = c(1L, NA, 0L, 1L),
  thresh = c(NA, 0.25, 0.5, 0.333330005407333), toa = c(1L, 18L, 5L, 17L)))
medInnovationsDiffNet <- diffnet(as.character(medInnovations$city * 1000 + medInnovations$id),
                                 from = c("1002", "2003", "2004"), to = c("1001", "2004", "2003"),
                                 weight = c(1, 2, 1), toa = medInnovations$toa, periods = 18L)
save(medInnovations, file = "medInnovations.rdata", version = 2, compress = "xz")
save(medInnovationsDiffNet, file = "medInnovationsDiffNet.rdata", version = 3, compress = "xz")
