"""The still: chosen rounds of a run side by side, for print and where no widgets run."""
