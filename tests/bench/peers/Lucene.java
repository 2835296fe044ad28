import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.MultiFieldQueryParser;
import org.apache.lucene.queryparser.classic.QueryParser.Operator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene beside the other engines.
 *
 * <p>build DIR: articles from standard input, a line each of id, title and body with tabs between.
 * ask DIR: queries from there, a line each of kind and words; prints how many of the ten best ids
 * there are, and how many nanoseconds it took.
 */
public class Lucene {
  static final int TOP = 10;
  static final double BUFFER_MB = 256;

  public static void main(String[] arguments) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var directory = FSDirectory.open(Path.of(arguments[1]))) {
      if (arguments[0].equals("build")) {
        build(directory, lines);
      } else {
        ask(directory, lines);
      }
    }
  }

  static void build(FSDirectory directory, BufferedReader lines) throws Exception {
    var config = new IndexWriterConfig(new IndonesianAnalyzer()).setRAMBufferSizeMB(BUFFER_MB);
    try (var writer = new IndexWriter(directory, config)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\t", -1);
        var document = new Document();
        document.add(new StringField("id", parts[0], Field.Store.YES));
        document.add(new TextField("title", parts[1], Field.Store.YES));
        document.add(new TextField("body", parts[2], Field.Store.YES));
        writer.addDocument(document);
      }
    }
  }

  static void ask(FSDirectory directory, BufferedReader lines) throws Exception {
    var searcher = new IndexSearcher(DirectoryReader.open(directory));
    searcher.setQueryCache(null);
    var analyzer = new IndonesianAnalyzer();
    var ids = Set.of("id");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\t", -1);
      long started = System.nanoTime();
      var parser = new MultiFieldQueryParser(new String[] {"title", "body"}, analyzer);
      parser.setDefaultOperator(parts[0].equals("or") ? Operator.OR : Operator.AND);
      String text = parts[0].equals("phrase") ? "\"" + parts[1] + "\"" : parts[1];
      int found = 0;
      for (ScoreDoc hit : searcher.search(parser.parse(text), TOP).scoreDocs) {
        searcher.storedFields().document(hit.doc, ids);
        found++;
      }
      System.out.println(found + " " + (System.nanoTime() - started));
    }
  }
}
