import Wire

/// Texts in columns for a terminal.
enum TextTable {
    /// The names of the columns, then the rows, with each column as wide as its longest cell.
    static func lines(_ columns: [String], _ rows: [[String]]) -> [String] {
        aligned([columns] + rows)
    }

    /// Rows of equally many cells, with each column as wide as its longest cell. A line feed in a cell is shown as
    /// `\n`, so that no text from outside looks like a row of the table.
    static func aligned(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map { $0.replacing("\n", with: "\\n") } }
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.map { $0 == row.count - 1 ? row[$0] : row[$0].padded(widths[$0]) }
            return cells.joined(separator: "  ")
        }
    }
}
